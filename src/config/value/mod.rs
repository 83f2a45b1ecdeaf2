//! The types of options.

mod address;
mod bytes;
mod command;
mod limit;
mod network;
mod seconds;
mod text;

pub use address::{Address, Bind};
pub use bytes::Bytes;
pub use command::{CommandLine, OrCommand};
pub use limit::Limit;
pub use network::Network;
pub use seconds::{Patience, Seconds};
pub use text::{HttpUrl, SiteUrl};
