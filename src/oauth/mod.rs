//! The rules of the OAuth provider: how servers and services have people sign in through the hub.
//!
//! Pure: what a client asks comes in as [`Params`], what is registered as [`Registered`]; out goes what
//! is granted, or a [`Problem`] in the words of RFC 6749. The rules are those of `oauthlib` as JupyterHub
//! 6.1.1 uses it: authorization codes alone, secrets in the body, redirects that are registered to the
//! letter, PKCE where it is asked for.

mod authorize;
mod params;
mod pkce;
mod problem;
mod redirect;
mod token;

pub use authorize::{Authorization, Registered, check};
pub use params::Params;
pub use pkce::Challenge;
pub use problem::{Problem, Refused};
pub use redirect::with_query;
pub use token::{Grant, TokenRequest};
