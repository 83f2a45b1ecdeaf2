//! The table of routes: where requests for which host and path go. Pure: no I/O, no clock.
//!
//! A route is named by its [`Spec`], as configurable-http-proxy and JupyterHub write it: `/user/ada/`,
//! or with a host before it, `ada.hub.example.org/user/ada/`.

use std::borrow::{Borrow, Cow};
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

use chrono::DateTime;
use percent_encoding::percent_decode_str;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::upstream::Upstream;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::model::{ServerName, ServiceName, Timestamp, UserName};

/// A host, or any, and the beginning of a path: which requests a route takes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spec(String);

impl Spec {
    /// As text: `/` at its end, and at its beginning unless a host is there.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, in lower case, empty for any; and the path.
    fn parts(&self) -> (&str, &str) {
        self.0.split_at(self.0.find('/').unwrap_or(self.0.len()))
    }
}

/// Reads a path with or without a host before it, and adds the `/` it lacks at its end.
impl FromStr for Spec {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self> {
        if given.is_empty() || given.contains(['?', '#']) || given.contains(char::is_whitespace) {
            return Err(
                Error::invalid(format!("`{}` is no route", given.escape_debug()))
                    .hint("write it as in `/user/ada/`, or with a host before the path"),
            );
        }
        let slash = if given.ends_with('/') { "" } else { "/" };
        let at = given.find('/').unwrap_or(given.len());
        let (host, path) = given.split_at(at);
        Ok(Self(format!("{}{path}{slash}", host.to_ascii_lowercase())))
    }
}

impl fmt::Display for Spec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Spec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Where the requests of a route go.
#[derive(Debug)]
pub struct Route {
    spec: Spec,
    upstream: Arc<Upstream>,
    data: Data,
    /// When it was last used, in milliseconds since the Unix epoch.
    used: AtomicI64,
}

impl Route {
    /// A route that is new, which counts as used.
    pub fn new(spec: Spec, upstream: Arc<Upstream>, data: Data) -> Self {
        let used = AtomicI64::new(now());
        Self {
            spec,
            upstream,
            data,
            used,
        }
    }

    /// Which requests it takes.
    pub fn spec(&self) -> &Spec {
        &self.spec
    }

    /// Where they go.
    pub fn upstream(&self) -> &Arc<Upstream> {
        &self.upstream
    }

    /// Whose it is.
    pub fn data(&self) -> &Data {
        &self.data
    }

    /// When it was last used.
    pub fn last_activity(&self) -> Timestamp {
        let used = DateTime::from_timestamp_millis(self.used.load(Relaxed));
        Timestamp::from(used.unwrap_or_default())
    }

    /// It is in use now.
    pub(super) fn touch(&self) {
        self.used.fetch_max(now(), Relaxed);
    }
}

/// What was kept as text, which takes less room.
fn as_object<S: Serializer>(text: &str, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    let object: Map<String, Value> = serde_json::from_str(text).unwrap_or_default();
    object.serialize(serializer)
}

fn now() -> i64 {
    DateTime::from(Clock::system().now()).timestamp_millis()
}

/// As the API lists it: what is whose, with the time of its last use as configurable-http-proxy keeps it.
impl Serialize for Route {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shown<'a> {
            routespec: &'a Spec,
            target: &'a str,
            data: Used<'a>,
        }
        #[derive(Serialize)]
        struct Used<'a> {
            #[serde(flatten)]
            data: &'a Data,
            last_activity: Timestamp,
        }
        let data = Used {
            data: &self.data,
            last_activity: self.last_activity(),
        };
        let shown = Shown {
            routespec: &self.spec,
            target: self.upstream.url(),
            data,
        };
        shown.serialize(serializer)
    }
}

/// Whose a route is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Data {
    /// The hub's.
    Hub {
        /// Always.
        hub: bool,
    },
    /// A server's.
    Server {
        /// Whose server.
        user: UserName,
        /// Which one.
        server_name: ServerName,
    },
    /// Of whoever configures the hub.
    Extra {
        /// Always.
        extra: bool,
    },
    /// Of a program that changes the routes; a JSON object.
    Other(#[serde(serialize_with = "as_object")] Box<str>),
    /// A service's.
    Service {
        /// Which one.
        service: ServiceName,
    },
}

/// All routes.
#[derive(Debug, Default)]
pub struct Table {
    listed: BTreeSet<Listed>,
    /// By host; the empty one is any.
    hosts: HashMap<String, Node>,
}

/// A route by its name, which it has once: there are many.
#[derive(Debug)]
struct Listed(Arc<Route>);

impl Borrow<Spec> for Listed {
    fn borrow(&self) -> &Spec {
        &self.0.spec
    }
}

impl Ord for Listed {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.spec.cmp(&other.0.spec)
    }
}

impl PartialOrd for Listed {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Listed {
    fn eq(&self, other: &Self) -> bool {
        self.0.spec == other.0.spec
    }
}

impl Eq for Listed {}

/// A path that leads somewhere, or on. Most are the last, and have no room for more.
#[derive(Debug, Default)]
struct Node {
    route: Option<Arc<Route>>,
    below: Option<Box<Below>>,
}

/// What is below a path, by its next segment, decoded.
type Below = HashMap<Box<str>, Node>;

impl Table {
    /// Add a route, in place of one for the same requests.
    pub fn add(&mut self, route: Arc<Route>) {
        self.listed.replace(Listed(Arc::clone(&route)));
        let (host, path) = route.spec.parts();
        let mut node = self.hosts.entry(host.to_owned()).or_default();
        for segment in segments(path) {
            let below = node.below.get_or_insert_default();
            node = below.entry(segment.into()).or_default();
        }
        node.route = Some(route);
    }

    /// Remove a route; whether there was one.
    pub fn remove(&mut self, spec: &Spec) -> bool {
        let found = self.listed.remove(spec);
        let (host, path) = spec.parts();
        let path: Vec<_> = segments(path).collect();
        if let Some(node) = self.hosts.get_mut(host) {
            node.remove(&path, spec);
            if node.is_empty() {
                self.hosts.remove(host);
            }
        }
        found
    }

    /// The route with the longest beginning of `path` for requests to `host`, else for any.
    ///
    /// Segments are compared decoded, each by itself: an encoded `/` is none.
    pub fn find(&self, host: &str, path: &str) -> Option<&Arc<Route>> {
        let any = self.hosts.get("");
        // Most hubs have routes for any host only.
        if self.hosts.len() == usize::from(any.is_some()) {
            return any?.find(path);
        }
        let host = host.rsplit_once(':').map_or(host, |(name, port)| {
            if port.bytes().all(|b| b.is_ascii_digit()) {
                name
            } else {
                host
            }
        });
        let of_host = self.hosts.get(&host.to_ascii_lowercase());
        let of_host = of_host.filter(|_| !host.is_empty());
        of_host
            .and_then(|node| node.find(path))
            .or_else(|| any?.find(path))
    }

    /// The route of exactly this name.
    pub fn get(&self, spec: &Spec) -> Option<&Arc<Route>> {
        self.listed.get(spec).map(|listed| &listed.0)
    }

    /// All routes, by name.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Arc<Route>> {
        self.listed.iter().map(|listed| &listed.0)
    }
}

impl Node {
    fn find(&self, path: &str) -> Option<&Arc<Route>> {
        let mut node = self;
        let mut found = node.route.as_ref();
        for segment in segments(path) {
            let below = node.below.as_ref();
            match below.and_then(|below| below.get(segment.as_ref())) {
                Some(below) => node = below,
                None => break,
            }
            found = node.route.as_ref().or(found);
        }
        found
    }

    /// Remove the route at `path`, if it is `spec`'s, and the nodes that lead to nothing then.
    fn remove(&mut self, path: &[Cow<'_, str>], spec: &Spec) {
        let Some((segment, rest)) = path.split_first() else {
            self.route.take_if(|route| route.spec == *spec);
            return;
        };
        let Some(below) = &mut self.below else {
            return;
        };
        if let Some(next) = below.get_mut(segment.as_ref()) {
            next.remove(rest, spec);
            if next.is_empty() {
                below.remove(segment.as_ref());
            }
        }
        if below.is_empty() {
            self.below = None;
        }
    }

    fn is_empty(&self) -> bool {
        self.route.is_none() && self.below.is_none()
    }
}

/// The segments of a path, decoded; slashes in a row count as one.
fn segments(path: &str) -> impl Iterator<Item = Cow<'_, str>> {
    path.split('/')
        .filter(|segment| !segment.is_empty())
        .map(|segment| percent_decode_str(segment).decode_utf8_lossy())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn route(spec: &str, target: &str) -> Arc<Route> {
        let upstream = Arc::new(Upstream::new(target));
        Arc::new(Route::new(
            spec.parse().unwrap(),
            upstream,
            Data::Hub { hub: true },
        ))
    }

    fn table(specs: &[&str]) -> Table {
        let mut table = Table::default();
        for spec in specs {
            table.add(route(spec, spec));
        }
        table
    }

    fn found<'a>(table: &'a Table, host: &str, path: &str) -> Option<&'a str> {
        table.find(host, path).map(|route| route.upstream().url())
    }

    #[test]
    fn the_longest_beginning_of_whole_segments_wins() {
        let table = table(&["/", "/user/ada/", "/user/ada/lab/", "/user/zo%C3%AB/"]);
        for (path, target) in [
            ("/", "/"),
            ("/hub/home", "/"),
            ("/user/ada", "/user/ada/"),
            ("/user/ada/", "/user/ada/"),
            ("/user/ada/labor", "/user/ada/"),
            ("/user/ada/lab", "/user/ada/lab/"),
            ("/user/ada/lab/api/kernels", "/user/ada/lab/"),
            ("/user/adam/", "/"),
            ("/user/zoë/tree", "/user/zo%C3%AB/"),
            ("/user/zo%c3%ab/tree", "/user/zo%C3%AB/"),
            ("//user//ada//lab", "/user/ada/lab/"),
            ("/user/ada%2Flab/", "/"),
        ] {
            assert_eq!(found(&table, "any", path), Some(target), "{path}");
        }
    }

    #[test]
    fn a_host_of_its_own_comes_before_any() {
        let table = table(&[
            "/",
            "/user/ada/",
            "ada.example.org/",
            "ada.example.org/user/ada/",
        ]);
        for (host, path, target) in [
            (
                "ada.example.org",
                "/user/ada/x",
                "ada.example.org/user/ada/",
            ),
            ("ADA.example.org:8000", "/x", "ada.example.org/"),
            ("bob.example.org", "/user/ada/x", "/user/ada/"),
            ("", "/x", "/"),
            ("[::1]:8000", "/x", "/"),
        ] {
            assert_eq!(found(&table, host, path), Some(target), "{host} {path}");
        }
    }

    #[test]
    fn without_a_route_nothing_is_found() {
        let mut table = table(&["/user/ada/"]);
        assert_eq!(found(&table, "", "/hub/"), None);
        assert!(table.remove(&"/user/ada".parse().unwrap()));
        assert_eq!(found(&table, "", "/user/ada/"), None);
        assert!(!table.remove(&"/user/ada/".parse().unwrap()));
        assert!(
            table.hosts.is_empty(),
            "nothing is left of what was removed"
        );
    }

    #[test]
    fn a_second_route_of_a_name_takes_the_place_of_the_first() {
        let mut table = table(&["/user/ada/"]);
        table.add(route("/user/ada/", "http://127.0.0.1:2"));
        assert_eq!(table.iter().len(), 1);
        assert_eq!(found(&table, "", "/user/ada/"), Some("http://127.0.0.1:2"));
    }

    #[test]
    fn what_is_no_route_is_refused() {
        for bad in ["", "/a b", "/a?b", "/a#b"] {
            assert!(bad.parse::<Spec>().is_err(), "{bad:?}");
        }
        assert_eq!(
            "Host.Example/x".parse::<Spec>().unwrap().as_str(),
            "host.example/x/"
        );
    }

    /// What the table must find, looked for the slow way.
    fn naive<'a>(specs: &'a [String], host: &str, path: &str) -> Option<&'a str> {
        let whole = |path: &str| format!("{}/", path.trim_end_matches('/'));
        let longest = |host: &str| {
            let fits = |spec: &&String| {
                let (of, begin) = spec.split_at(spec.find('/').unwrap_or_default());
                of == host && whole(path).starts_with(begin)
            };
            specs.iter().filter(fits).max_by_key(|spec| spec.len())
        };
        longest(host).or_else(|| longest("")).map(String::as_str)
    }

    proptest! {
        #[test]
        fn the_table_finds_what_a_naive_one_finds(
            added in prop::collection::vec("(|h|i)/((a|b|ab)/){0,3}", 0..12),
            removed in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
            host in "(|h|i|j)",
            path in "/((a|b|ab|c)/){0,4}",
        ) {
            let mut table = Table::default();
            let mut specs = added;
            for spec in &specs {
                table.add(route(spec, spec));
            }
            for index in removed {
                if !specs.is_empty() {
                    let gone = specs[index.index(specs.len())].clone();
                    prop_assert!(table.remove(&gone.parse().unwrap()));
                    specs.retain(|spec| *spec != gone);
                }
            }
            prop_assert_eq!(found(&table, &host, &path), naive(&specs, &host, &path));
            specs.sort();
            specs.dedup();
            let listed: Vec<_> = table.iter().map(|route| route.spec.to_string()).collect();
            prop_assert_eq!(listed, specs);
        }
    }
}
