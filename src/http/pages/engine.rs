//! Templates: the site's own, then those of the program.
//!
//! They are written for Jinja2 and Python by those who run JupyterHub, so the engine does as Jinja2 does where
//! the two differ: what is escaped, what methods texts and lists have, what `templates/` before a name means.

use std::fmt;
use std::path::PathBuf;

use minijinja::value::{Kwargs, Rest, Serde, merge_maps};
use minijinja::{
    AutoEscape, Environment, Error, Output, State, TemplateSource, Value, path_loader,
};
use rust_embed::RustEmbed;
use serde::Serialize;

use super::assets;
use crate::config::Config;

/// The templates of the program.
#[derive(RustEmbed)]
#[folder = "src/http/pages/templates/"]
struct Embedded;

/// What stands before the name of a template of the program, whatever the site has under that name.
const ORIGINAL: &str = "templates/";

/// What templates see of `said`.
pub(super) fn value<T: Serialize>(said: T) -> Value {
    Value::from(Serde(said))
}

/// Templates by name, with what all of them may use.
pub(super) struct Engine {
    environment: Environment<'static>,
    /// What the site gives its templates (`JupyterHub.template_vars`).
    vars: Value,
}

impl Engine {
    /// The templates of the site that `config` describes.
    pub(super) fn new(config: &Config) -> Self {
        Self::with(config, &config.hub.template_paths)
    }

    /// The templates of the program alone.
    pub(super) fn of_program(config: &Config) -> Self {
        Self::with(config, &[])
    }

    fn with(config: &Config, folders: &[PathBuf]) -> Self {
        let mut environment = Environment::new();
        environment.set_loader(loader(folders));
        environment.set_formatter(write);
        environment
            .set_unknown_method_callback(minijinja_contrib::pycompat::unknown_method_callback);
        environment.add_filter("prose", prose);
        let base = format!("{}hub/static/", config.hub.base_url);
        environment.add_function("static_url", move |path: &str, options: Kwargs| {
            let versioned = options
                .get::<Option<bool>>("include_version")?
                .unwrap_or(true);
            options.assert_all_used()?;
            Ok::<_, Error>(assets::url(&base, path, versioned))
        });
        environment.add_global("has_scripts", has_scripts(config));
        environment.add_function("url_path_join", |parts: Rest<String>| url_path_join(&parts));
        Self {
            environment,
            vars: value(&config.hub.template_vars),
        }
    }

    /// Refuse what a template uses that it is not given.
    #[cfg(test)]
    pub(super) fn strict(mut self) -> Self {
        self.environment
            .set_undefined_behavior(minijinja::UndefinedBehavior::SemiStrict);
        self
    }

    /// Whether there is a template of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.environment.get_template(name).is_ok()
    }

    /// The template `name` with what `page` says; where that says nothing, the site's own words count, and
    /// then `common`.
    pub(super) fn render(&self, name: &str, page: Value, common: Value) -> Result<String, Error> {
        let template = self.environment.get_template(name)?;
        template.render(merge_maps([common, self.vars.clone(), page]))
    }
}

/// Whether the site's own files have the scripts that every page of JupyterHub's loads.
fn has_scripts(config: &Config) -> bool {
    let own = config.hub.data_files_path.as_ref();
    own.is_some_and(|own| own.join("static/components/requirejs/require.js").is_file())
}

/// Look in the folders of the site, in their order, and then in the program.
fn loader(
    folders: &[PathBuf],
) -> impl Fn(&str) -> Result<Option<TemplateSource>, Error> + Send + Sync + 'static {
    let folders: Vec<_> = folders.iter().map(path_loader).collect();
    move |name| {
        if let Some(found) = name.strip_prefix(ORIGINAL).and_then(embedded) {
            return Ok(Some(found));
        }
        for folder in &folders {
            if let Some(found) = folder(name)? {
                return Ok(Some(found));
            }
        }
        Ok(embedded(name))
    }
}

fn embedded(name: &str) -> Option<TemplateSource> {
    let file = Embedded::get(name)?;
    let text = String::from_utf8_lossy(&file.data).into_owned();
    Some(TemplateSource::new(text))
}

/// Write a value as Jinja2 does: a `/` stays as it is, because sites write URLs into scripts.
fn write(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    if value.is_none() {
        return Ok(());
    }
    let is_html = matches!(state.auto_escape(), AutoEscape::Html);
    if !is_html || value.is_safe() || value.is_undefined() {
        return minijinja::escape_formatter(out, state, value);
    }
    let text = match value.as_str() {
        Some(text) => text.to_owned(),
        None => value.to_string(),
    };
    escape(out, &text)?;
    Ok(())
}

/// Write `text` so that it is no HTML.
fn escape(out: &mut impl fmt::Write, text: &str) -> fmt::Result {
    for character in text.chars() {
        match character {
            '&' => out.write_str("&amp;")?,
            '<' => out.write_str("&lt;")?,
            '>' => out.write_str("&gt;")?,
            '"' => out.write_str("&#34;")?,
            '\'' => out.write_str("&#39;")?,
            other => out.write_char(other)?,
        }
    }
    Ok(())
}

/// A sentence with its literals, which stand in backticks, as code.
fn prose(said: &str) -> Value {
    let mut html = String::new();
    for (at, part) in said.split('`').enumerate() {
        let literal = at % 2 == 1;
        html.push_str(if literal { "<code>" } else { "" });
        // Writing into a text does not fail.
        let _ = escape(&mut html, part);
        html.push_str(if literal { "</code>" } else { "" });
    }
    Value::from_safe_string(html)
}

/// `parts` with one `/` between each and the next (`utils.url_path_join`).
fn url_path_join(parts: &[String]) -> String {
    let first = parts.first().is_some_and(|first| first.starts_with('/'));
    let last = parts.last().is_some_and(|last| last.ends_with('/'));
    let middle: Vec<&str> = parts
        .iter()
        .map(|part| part.trim_matches('/'))
        .filter(|part| !part.is_empty())
        .collect();
    let mut joined = middle.join("/");
    if first {
        joined.insert(0, '/');
    }
    if last && joined != "/" {
        joined.push('/');
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// What a site's `template`, which extends what the program has, makes of `page`.
    fn overridden(name: &str, template: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), template).unwrap();
        let mut config = Config::default();
        config.hub.template_paths = vec![folder.path().to_owned()];
        let engine = Engine::new(&config);
        let none = value(serde_json::json!({}));
        engine.render(name, none.clone(), none).unwrap()
    }

    #[test]
    fn a_site_extends_the_original_of_what_it_replaces() {
        let said = overridden(
            "page.html",
            "{% extends 'templates/page.html' %}{% block main %}ours {{ super() }}{% endblock %}",
        );
        assert!(
            said.contains("<!DOCTYPE") && said.contains("ours "),
            "{said}"
        );
    }

    #[test]
    fn what_a_template_sets_before_its_blocks_counts_in_them() {
        let said = overridden(
            "page.html",
            "{% extends 'templates/page.html' %}{% if 'x' is string %}{% set announcement = '<b>down</b>' %}{% endif %}",
        );
        assert!(said.contains("<b>down</b>"), "{said}");
    }

    #[test]
    fn values_are_written_as_jinja_writes_them() {
        let said = overridden(
            "x.html",
            "{{ '/a?b&<\"\\'' }} {{ 'A b'.replace(' ', '-').lower() }} {{ none }} {{ '%s!'|format(1) }} \
             {{ url_path_join('/hub/', 'spawn', 'ada') }} {{ [[1], [2, 1]]|sum(start=[])|unique|sort|join(',') }}",
        );
        assert_eq!(said, "/a?b&amp;&lt;&#34;&#39; a-b  1! /hub/spawn/ada 1,2");
    }

    #[test]
    fn literals_are_code_and_nothing_in_them_is_html() {
        let said = overridden("x.html", "{{ 'no `a/b<c>` & `'|prose }}");
        assert_eq!(said, "no <code>a/b&lt;c&gt;</code> &amp; <code></code>");
    }

    #[test]
    fn urls_of_files_change_with_what_is_in_them() {
        let said = overridden(
            "x.html",
            "{{ static_url('css/style.min.css') }} {{ static_url('js', include_version=False) }} {{ static_url('none.js') }}",
        );
        let urls: Vec<&str> = said.split(' ').collect();
        let (path, version) = urls[0].split_once("?v=").unwrap();
        assert_eq!(path, "/hub/static/css/style.min.css");
        assert!(version.len() >= 16, "{said}");
        assert_eq!(urls[1..], ["/hub/static/js", "/hub/static/none.js"]);
    }
}
