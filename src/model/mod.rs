//! Plain data: names, times and the models of JupyterHub's JSON. No I/O.

mod account;
mod audit;
mod checked;
mod described;
mod display_name;
mod dumps;
mod group;
mod happening;
mod hashed;
mod ids;
mod managed_role;
mod more;
mod names;
mod oauth_client;
mod page;
mod password;
mod plan;
mod role;
mod secret;
mod seen;
mod server;
mod service;
mod service_spec;
mod share;
mod site;
mod subdomain;
mod timestamp;
mod token;
mod url;
mod user;

pub use account::{Account, Invitation, SignUp};
pub use audit::{AuditEntry, Audited, Author, Door};
pub use checked::{Checked, Names, checked};
pub use described::{
    Described, DescribedGroup, DescribedRole, DescribedService, DescribedUser, Object, Variables,
    Words,
};
pub use display_name::DisplayName;
pub use dumps::json_dumps;
pub use group::{Group, Properties};
pub use happening::{Doing, Happening, ServerState};
pub use hashed::Hashed;
pub use ids::{GroupId, RoleId, ServiceId, ShareCodeId, ShareId, SpawnerId, TokenId, UserId};
pub use managed_role::ManagedRole;
pub use more::More;
pub use names::{GroupName, RoleName, ServerName, ServerRef, ServiceName, UserName};
pub use oauth_client::{ClientOwner, OAuthClient};
pub use page::{Listed, Page};
pub use password::{PasswordHash, PasswordRules};
pub use plan::{Plan, PlannedAction, PlannedChange, PlannedKind, PlannedPart};
pub use role::{Holders, Member, Role, RoleMembers};
pub use secret::{Secret, revealed};
pub use seen::Seen;
pub use server::{
    Address, Pending, Server, ServerClient, ServerDetails, ServerShare, ServerToken, StoredServer,
};
pub use service::{Environment, Service, ServiceDetails, ServiceSource, StoredService};
pub use service_spec::{ServicePart, ServiceSpec};
pub use share::{MadeShareCode, Named, Share, ShareCode, SharedServer};
pub use site::Site;
pub use subdomain::{Domains, Kind as HostOf, Naming, Subdomains};
pub use timestamp::Timestamp;
pub use token::{Token, TokenOwner};
pub use url::{BaseUrl, Origin, escape_segment, quote};
pub use user::User;
