//! `/hub/api/oauth2/authorize`: a server or service sends a person here, who signs in and says what it may do.
//!
//! It is a page, though its path is that of the API: nobody comes here with a token.

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};

use super::answer::{Answer, Result, found};
use super::pages::{ConsentPage, Pages, Visit};
use super::refusal::Refusal;
use super::served::Served;
use crate::hub::Identity;
use crate::oauth::{Params, Refused, with_query};

const LABEL: &str = "jupyterhub.apihandlers.auth.OAuthAuthorizeHandler";

/// Send whoever comes back with a code, or ask them first (`OAuthAuthorizeHandler`).
pub(super) async fn answer(pages: &Pages, parts: &Parts, mut body: Body) -> Served {
    let (mut visit, admitted) = Visit::begin(pages, parts, &mut body).await;
    let result = match admitted {
        Ok(()) => authorize(&mut visit).await,
        Err(refusal) => Err(refusal),
    };
    visit.end(LABEL, result)
}

async fn authorize(visit: &mut Visit<'_>) -> Result {
    let gets = match visit.parts().method {
        Method::GET => true,
        Method::POST => false,
        _ => return Err(Refusal::method_not_allowed()),
    };
    let Some(identity) = visit.identity().cloned() else {
        return if gets {
            to_login(visit)
        } else {
            Err(Refusal::unknown_caller())
        };
    };
    let query = visit.parts().uri.query().unwrap_or_default();
    let Some(params) = Params::read(query, "") else {
        return Err(Refusal::bad_request("the query is not encoded as a form"));
    };
    if gets {
        ask(visit, &identity, params).await
    } else {
        let form = visit.form().fields();
        let params = params.with_body(form);
        let chosen = params.all_of_body("scopes");
        grant(visit, &identity, params, Some(chosen)).await
    }
}

async fn ask(visit: &mut Visit<'_>, identity: &Identity, params: Params) -> Result {
    let asked = match visit.hub().asked_by_client(identity, &params)? {
        Ok(asked) => asked,
        Err(refused) => return refusal(refused),
    };
    if asked.needs_consent {
        let page = ConsentPage::new(asked, identity.holder());
        return visit.show(&page);
    }
    grant(visit, identity, params, None).await
}

async fn grant(
    visit: &mut Visit<'_>,
    identity: &Identity,
    params: Params,
    chosen: Option<Vec<String>>,
) -> Result {
    let session = visit.visitor().session().unwrap_or_default().to_owned();
    let granted = visit
        .hub()
        .authorize_client(identity, &session, params, chosen);
    granted.await?.map_or_else(refusal, |to| found(&to))
}

/// Lead to where people sign in, and from there back here.
fn to_login(visit: &Visit<'_>) -> Result {
    let asked = visit.parts().uri.path_and_query();
    let asked = asked.map_or("/", |asked| asked.as_str());
    let login = format!("{}login", visit.base_url());
    found(&with_query(&login, &[("next", asked)], false))
}

fn refusal(refused: Refused) -> Result<Answer> {
    match refused {
        Refused::SentBack { problem, to } => {
            tracing::warn!(
                error = problem.error,
                why = problem.description.as_deref(),
                "an OAuth client asks for what it may not have"
            );
            found(&to)
        }
        Refused::Told(problem) => {
            let why = problem.description.unwrap_or_default();
            let refusal = Refusal::new(StatusCode::BAD_REQUEST, why);
            Err(refusal.hint(
                "you were sent here by something that is not set up as the hub knows it; open it anew, \
                 and if that is of no use, tell who runs it",
            ))
        }
    }
}
