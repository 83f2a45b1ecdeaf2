//! The audit log: an addition to JupyterHub's API.

use super::Route;
use super::roles::flag;
use crate::error::Result as Read;
use crate::http::answer::Result;
use crate::http::ask::Ask;
use crate::http::paging::Paging;
use crate::model::Timestamp;
use crate::ops::audit::{AuditFilter, LIST, ListAudit};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::new(&LIST, list)]
}

async fn list(ask: Ask) -> Result {
    let identity = ask.identity()?;
    let paging = Paging::of(&ask)?;
    let filter = AuditFilter {
        who: said(&ask, "who"),
        target: said(&ask, "target"),
        operation: said(&ask, "operation"),
        since: time(&ask, "since")?,
        until: time(&ask, "until")?,
        refused: flag(&ask, "refused")?,
        after: None,
        page: Some(paging.page()),
    };
    let listed = ask.hub().look(identity, ListAudit(filter))?;
    paging.answer(&ask, &listed.items, listed.total)
}

fn said(ask: &Ask, name: &str) -> Option<String> {
    ask.query(name).filter(|text| !text.is_empty())
}

fn time(ask: &Ask, name: &str) -> Read<Option<Timestamp>> {
    said(ask, name).map(|text| text.parse()).transpose()
}
