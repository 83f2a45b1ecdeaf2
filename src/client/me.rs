//! Whoever asks, as the hub knows them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Remote;
use super::http::Question;
use crate::error::{Error, Result};
use crate::model::{Timestamp, Token, TokenId};
use crate::ops::{Request, tokens, users};

/// Whoever asks.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Me {
    /// `user` or `service`.
    pub kind: String,
    /// Their name.
    pub name: String,
    /// The token by which they ask.
    #[serde(default)]
    pub token_id: Option<TokenId>,
    /// When that token ends; told where they may see their tokens.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
    /// What they may do by it, expanded.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// All else that the hub says of them.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Remote {
    /// Whose token it is that is sent, and what it allows.
    ///
    /// # Errors
    /// Where the hub does not take the token, or is out of reach.
    pub fn me(&self) -> Result<Me> {
        self.known()?;
        let question = Question::of(&users::WHOAMI, &[]);
        let mut me: Me = self.http.send(&question)?.outcome(self.place())?;
        if let Ok(token) = self.own_token(&me) {
            me.expires_at = token.expires_at;
        }
        Ok(me)
    }

    fn own_token(&self, me: &Me) -> Result<Token> {
        self.http
            .send(&own(&tokens::SHOW, me)?)?
            .outcome(self.place())
    }

    /// Have the hub end the token that is sent.
    ///
    /// # Errors
    /// Where the token itself does not allow that.
    pub fn revoke_own(&self, me: &Me) -> Result<()> {
        self.http
            .send(&own(&tokens::REVOKE, me)?)?
            .outcome(self.place())
    }
}

/// `request` about the token of `me`.
fn own(request: &Request, me: &Me) -> Result<Question> {
    match (me.kind.as_str(), me.token_id) {
        ("user", Some(id)) => Ok(Question::of(request, &[&me.name, &id.to_string()])),
        _ => Err(Error::invalid("the hub does not tell which token this is")),
    }
}
