//! Plain data: names, times and the models of JupyterHub's JSON. No I/O.

mod names;
mod secret;
mod timestamp;

pub use names::{GroupName, RoleName, ServerName, ServerRef, ServiceName, UserName};
pub use secret::Secret;
pub use timestamp::Timestamp;
