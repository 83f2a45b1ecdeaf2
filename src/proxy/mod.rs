//! The proxy before the hub and people's servers: so far, which request is whose.

mod table;

pub use self::table::{Data, Route, Spec, Table};
