//! Files that pages load: styles, scripts, pictures. They are in the program, and change only with it.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::ErrorKind;
use std::path::{Component, Path};

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use percent_encoding::percent_decode_str;
use rust_embed::{EmbeddedFile, RustEmbed};
use sha2::{Digest, Sha256};

use crate::http::answer::{Answer, Result};
use crate::http::query;
use crate::http::refusal::Refusal;

/// The files of the program.
#[derive(RustEmbed)]
#[folder = "src/http/pages/static/"]
struct Embedded;

/// Ask each time whether there is a newer one.
const ASK: HeaderValue = HeaderValue::from_static("no-cache");

/// What is at a URL that names its content never changes.
const KEEP: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Where browsers find `path`, below `base`; `versioned`, with what it is now, so that they may keep it.
pub(super) fn url(base: &str, path: &str, versioned: bool) -> String {
    match Embedded::get(path) {
        Some(file) if versioned => format!("{base}{path}?v={}", version(&file)),
        _ => format!("{base}{path}"),
    }
}

/// A mark of everything that browsers may keep.
pub(super) fn version_of_all() -> String {
    let mut all = Sha256::new();
    for name in Embedded::iter() {
        if let Some(file) = Embedded::get(&name) {
            all.update(file.metadata.sha256_hash());
        }
    }
    hexadecimal(&all.finalize())
}

/// The file `path` (`CacheControlStaticFilesHandler`), of the program or else of the folder `own`.
///
/// # Errors
/// 404 where there is none.
pub(super) async fn answer(parts: &Parts, path: &str, own: Option<&Path>) -> Result {
    let Some(file) = Embedded::get(path) else {
        return of_site(path, own).await;
    };
    let version = version(&file);
    let asked = query::argument(parts.uri.query().unwrap_or_default(), "v");
    let lasts = asked.is_some_and(|asked| asked == version);
    let answer = of(file.data, media_type(path), &version);
    Ok(with_cache(answer, if lasts { KEEP } else { ASK }))
}

/// The file `path` of a site's own, in `static` of its folder.
async fn of_site(path: &str, own: Option<&Path>) -> Result {
    let missing = || Refusal::new(StatusCode::NOT_FOUND, "there is no such file");
    let path = percent_decode_str(path).decode_utf8_lossy();
    let inside = Path::new(&*path);
    // Nothing leads out of the folder, and none of its hidden files is anybody's.
    let is_plain = |part: Component<'_>| matches!(part, Component::Normal(name) if !name.as_encoded_bytes().starts_with(b"."));
    let own = own.filter(|_| !path.is_empty() && inside.components().all(is_plain));
    let file = own.ok_or_else(missing)?.join("static").join(inside);
    match tokio::fs::read(&file).await {
        Ok(data) => {
            let version = hexadecimal(&Sha256::digest(&data));
            let answer = of(Cow::Owned(data), media_type(&path), &version);
            Ok(with_cache(answer, ASK))
        }
        Err(error) => {
            if error.kind() == ErrorKind::PermissionDenied {
                tracing::warn!(path = %file.display(), %error, "a file of the site's cannot be read");
            }
            Err(missing())
        }
    }
}

/// `data` of `media_type`, which `version` tells from any other.
pub(super) fn of(data: Cow<'static, [u8]>, media_type: &'static str, version: &str) -> Answer {
    let body = match data {
        Cow::Borrowed(data) => Body::from(data),
        Cow::Owned(data) => Body::from(data),
    };
    let mut answer = Answer::new(body);
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    if let Ok(tag) = HeaderValue::try_from(format!("\"{version}\"")) {
        headers.insert(ETAG, tag);
    }
    answer
}

fn with_cache(mut answer: Answer, cache: HeaderValue) -> Answer {
    answer.headers_mut().insert(CACHE_CONTROL, cache);
    answer
}

/// The picture in the banner that comes with the program, or that is at `path` (`LogoHandler`).
pub(super) async fn logo(path: Option<&Path>) -> Result {
    const OURS: &str = "images/logo.svg";
    let (data, media_type) = match path {
        None => {
            let ours = Embedded::get(OURS).ok_or_else(|| gone("the logo"))?;
            (ours.data, media_type(OURS))
        }
        Some(path) => {
            let data = tokio::fs::read(path).await.map_err(|error| {
                tracing::error!(path = %path.display(), %error, "the file of `hub.logo_file` cannot be read");
                gone("the file of `hub.logo_file`")
            })?;
            (Cow::Owned(data), media_type(&path.to_string_lossy()))
        }
    };
    let version = hexadecimal(&Sha256::digest(&data));
    Ok(with_cache(of(data, media_type, &version), ASK))
}

fn gone(what: &str) -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, format!("{what} is not there"))
}

/// The first half of the SHA-256, which no two files share.
fn version(file: &EmbeddedFile) -> String {
    hexadecimal(&file.metadata.sha256_hash())
}

fn hexadecimal(hash: &[u8]) -> String {
    let mut text = String::with_capacity(32);
    for byte in &hash[..16] {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// What browsers take a file for, by the end of its name.
fn media_type(path: &str) -> &'static str {
    let (_, end) = path.rsplit_once('.').unwrap_or_default();
    match end.to_ascii_lowercase().as_str() {
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" | "webmanifest" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ico" => "image/vnd.microsoft.icon",
        "avif" => "image/avif",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "html" => "text/html; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "pdf" => "application/pdf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        _ => "application/octet-stream",
    }
}
