//! Options of JupyterHub that have no counterpart here, each with the reason; and what is said of a
//! name that is no option.

use super::counterparts::{Counterpart, counterpart_in, section_of};
use super::given::variable_of;
use super::reading::{SECTIONS, TABLES};
use crate::error::Error;

/// An option of JupyterHub that has no counterpart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Absent {
    /// As JupyterHub calls it: `JupyterHub.db_kwargs`.
    pub name: &'static str,
    /// Why there is none, or what stands in its place.
    pub reason: &'static str,
}

const PROXY: &str =
    "people's requests go through the hub itself: no proxy is started or told of routes";
const CERTIFICATES: &str = "the hub and its servers do not make certificates for each other; servers listen on loopback, or behind what encrypts";
const LOGGING: &str = "it is of Python's logging; `log.format` is text or JSON, and stderr goes where the service manager sends it";
const THREADS: &str = "the hub finds out by itself how many threads it needs";

/// The options of JupyterHub that have no counterpart.
pub const ABSENT: &[Absent] = &[
    absent(
        "JupyterHub.admin_access",
        "JupyterHub has given it up for scopes: who may open people's servers has the scope `access:servers` by `[[roles]]`",
    ),
    absent("JupyterHub.answer_yes", "a hub that starts asks nothing"),
    absent("JupyterHub.cleanup_proxy", PROXY),
    absent("JupyterHub.confirm_no_ssl", "it has no effect there either"),
    absent(
        "JupyterHub.db_kwargs",
        "they are arguments of Python's SQLAlchemy",
    ),
    absent(
        "JupyterHub.debug_db",
        "it has Python's SQLAlchemy print its statements",
    ),
    absent("JupyterHub.debug_proxy", PROXY),
    absent("JupyterHub.external_ssl_authorities", CERTIFICATES),
    absent(
        "JupyterHub.extra_handlers",
        "they are classes of Python; a service has pages of its own",
    ),
    absent("JupyterHub.extra_log_file", LOGGING),
    absent("JupyterHub.extra_log_handlers", LOGGING),
    absent("JupyterHub.generate_certs", CERTIFICATES),
    absent(
        "JupyterHub.generate_config",
        "`hubctl config show` prints a complete file",
    ),
    absent("JupyterHub.internal_certs_location", CERTIFICATES),
    absent("JupyterHub.internal_ssl", CERTIFICATES),
    absent(
        "JupyterHub.jinja_environment_options",
        "they are arguments of Python's Jinja",
    ),
    absent("JupyterHub.log_datefmt", LOGGING),
    absent("JupyterHub.log_format", LOGGING),
    absent("JupyterHub.logging_config", LOGGING),
    absent("JupyterHub.proxy_check_interval", PROXY),
    absent("JupyterHub.proxy_class", PROXY),
    absent("JupyterHub.proxy_cmd", PROXY),
    absent("JupyterHub.recreate_internal_certs", CERTIFICATES),
    absent(
        "JupyterHub.reset_db",
        "a start that deletes everybody is one slip away from every other; `hubctl db backup` it and remove the file",
    ),
    absent("JupyterHub.trusted_alt_names", CERTIFICATES),
    absent("PAMAuthenticator.executor_threads", THREADS),
    absent("Spawner.ssl_alt_names", CERTIFICATES),
    absent("Spawner.ssl_alt_names_include_local", CERTIFICATES),
    absent(
        "LocalProcessSpawner.popen_kwargs",
        "they are arguments of Python's `subprocess.Popen`; `spawner.shell_cmd` can put any program before a server",
    ),
    absent("Proxy.should_start", PROXY),
    absent("ConfigurableHTTPProxy.check_running_interval", PROXY),
    absent("ConfigurableHTTPProxy.command", PROXY),
    absent("ConfigurableHTTPProxy.command_umask", PROXY),
    absent("ConfigurableHTTPProxy.concurrency", PROXY),
    absent("ConfigurableHTTPProxy.debug", PROXY),
    absent("ConfigurableHTTPProxy.log_level", PROXY),
    absent("ConfigurableHTTPProxy.pid_file", PROXY),
    absent("CryptKeeper.n_threads", THREADS),
    absent(
        "EventLogger.handlers",
        "they are objects of Python's logging",
    ),
];

const fn absent(name: &'static str, reason: &'static str) -> Absent {
    Absent { name, reason }
}

/// `name` is no section.
pub(super) fn unknown_section(name: &str) -> Error {
    let home = SECTIONS
        .iter()
        .find(|(_, options)| options.iter().any(|option| option.name == name));
    if let Some((section, _)) = home {
        return Error::invalid(format!("`{name}` stands in no section"))
            .hint(format!("write it below `[{section}]`"));
    }
    let error = Error::invalid(format!("there is no section `{name}`"));
    if let Some(section) = section_of(name) {
        return error.hint(format!("`c.{name}` of JupyterHub is `[{section}]` here"));
    }
    let of_class = |absent: &&Absent| absent.name.split('.').next() == Some(name);
    if let Some(absent) = ABSENT.iter().find(of_class) {
        return error.hint(absent.reason);
    }
    let names = SECTIONS.iter().map(|(section, _)| *section);
    error.did_you_mean(name, names.chain(TABLES))
}

/// `option`, with its section, is no option.
pub(super) fn unknown_option(option: &str) -> Error {
    let error = Error::invalid(format!("there is no option `{option}`"));
    let Some((section, name)) = option.split_once('.') else {
        return error.hint("write `section.option`, as in `hub.port`");
    };
    match counterpart_in(section, name) {
        Some(Counterpart::Moved(to)) => return error.hint(format!("that is `{to}`")),
        Some(Counterpart::Absent(reason)) => return error.hint(reason),
        Some(Counterpart::Option(_)) | None => {}
    }
    let elsewhere = SECTIONS.iter().find(|(other, options)| {
        *other != section && options.iter().any(|option| option.name == name)
    });
    if let Some((other, _)) = elsewhere {
        return error.hint(format!("did you mean `{other}.{name}`?"));
    }
    error.did_you_mean(name, names_in(section))
}

/// `variable` says an option that `section` does not have.
pub(super) fn unknown_variable(variable: &str, section: Option<&str>) -> Error {
    let options = section.map(|section| (section, names_in(section)));
    let variables = options.into_iter().flat_map(|(section, names)| {
        names.map(move |name| variable_of(&format!("{section}.{name}")))
    });
    Error::invalid(format!("the variable `{variable}` says no option"))
        .did_you_mean(variable, variables)
}

fn names_in(section: &str) -> impl Iterator<Item = &'static str> {
    let here = SECTIONS.iter().find(|(name, _)| *name == section);
    let options = here.map_or(&[][..], |(_, options)| *options);
    options.iter().map(|option| option.name)
}
