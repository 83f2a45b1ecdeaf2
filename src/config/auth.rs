//! `[auth]`: what `c.Authenticator` says, and `c.LocalAuthenticator`, `c.PAMAuthenticator` and their like.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use super::section::section;
use super::tokens::Tokens;
use super::value::{CommandLine, Seconds};
use crate::error::{Error, Result};
use crate::model::{Secret, UserName};

section! {
    /// Who may sign in, and what is known of them.
    pub struct Auth in "auth" {
        /// Who has the role `admin`. Taking a name out does not take the role away.
        restart admin_users: BTreeSet<UserName> = BTreeSet::new(), names;
        /// Who may sign in.
        live allowed_users: BTreeSet<UserName> = BTreeSet::new(), names;
        /// Who may not sign in, whatever else allows it; their servers are stopped and their permissions taken when
        /// the hub starts.
        live blocked_users: BTreeSet<UserName> = BTreeSet::new(), names;
        /// Let everybody in who can sign in. Not given, no; with accounts of the hub's own, and with the dummy
        /// authenticator, yes, unless `allowed_users` or `allowed_groups` are.
        live allow_all: bool = false;
        /// Let everybody in who is in the database. Not given, yes if there are `allowed_users`.
        live allow_existing_users: bool = false;
        /// Whether anything says who may sign in; without, the hub warns. Not given, whether an option that begins with
        /// `allow` does.
        live any_allow_config: bool = false;
        /// The regular expression that all names of users match, from their beginning; empty is any.
        restart username_pattern: String = String::new();
        /// The names here of those who have other names where they sign in.
        live username_map: BTreeMap<String, UserName> = BTreeMap::new(), names;
        /// Delete users whose names are not valid any more when the hub starts, in place of a warning.
        restart delete_invalid_users: bool = false;
        /// Let the authenticator say who is in which group.
        restart manage_groups: bool = false;
        /// Let the authenticator say who has which role.
        restart manage_roles: bool = false;
        /// The command that says at start which roles the authenticator gives, and who holds them.
        restart load_managed_roles: Option<CommandLine> = None;
        /// Take away at start what roles the authenticator once gave and does not now.
        restart reset_managed_roles_on_startup: bool = false;
        /// Keep what the authenticator knows of people, encrypted with the keys of `[crypt]`.
        restart enable_auth_state: bool = false;
        /// After how many seconds what is known of somebody is asked for anew; 0 is never.
        live auth_refresh_age: Seconds = Seconds::new(300);
        /// The command that is asked anew about somebody.
        live refresh_user: Option<CommandLine> = None;
        /// Refuse requests by token too until a person has signed in anew.
        live auth_refresh_strict: bool = false;
        /// Ask anew before each start of a server.
        live refresh_pre_spawn: bool = false;
        /// Ask anew before each stop of a server.
        live refresh_pre_stop: bool = false;
        /// Begin to sign people in without showing them the page. All ways to sign in that there are begin at the
        /// hub's own page, so that this changes only what people see once they are signed out.
        live auto_login: bool = false;
        /// Do so where a server or service signs them in. For the same reason this changes nothing.
        live auto_login_oauth2_authorize: bool = false;
        /// Ask for a one-time password too.
        live request_otp: bool = false;
        /// How it is asked for.
        live otp_prompt: String = "OTP:".to_owned();
        /// Let anybody ask for an account of the hub's own, which somebody who may add users approves.
        live enable_signup: bool = false;
        /// Give everybody who asks for an account one at once.
        live open_signup: bool = false;
        /// How many characters a password has at least that somebody chooses.
        live minimum_password_length: usize = 8;
        /// Refuse passwords that many people have.
        live check_common_password: bool = true;
        /// How often somebody may fail to sign in at one address before they must wait; 0 is as often as they like.
        live allowed_failed_logins: u32 = 10;
        /// The same of all who sign in at one address.
        live allowed_failed_logins_per_address: u32 = 100;
        /// The same of one person at all addresses, but those where they have signed in lately.
        live allowed_failed_logins_per_person: u32 = 100;
        /// How long it takes in seconds until so many failures are forgotten, one after another; 0 is at once.
        live seconds_before_next_try: Seconds = Seconds::new(300);
        /// The command that sees each sign-in, and may change what comes of it.
        live post_auth_hook: Option<CommandLine> = None;
        /// The command that makes one of what was known of a person and what a new sign-in says.
        live reconcile_auth_state_hook: Option<CommandLine> = None;

        /// Make an account on this machine for each user who has none.
        live create_system_users: bool = false;
        /// The command that makes one; `USERNAME` in it is the name, and the name is its last argument.
        live add_user_cmd: CommandLine =
            CommandLine::new(["adduser", "-q", "--gecos", "\"\"", "--disabled-password"]);
        /// The numbers of the accounts that are made.
        live uids: BTreeMap<UserName, u32> = BTreeMap::new(), names;
        /// The groups of this machine whose members may sign in.
        live allowed_groups: BTreeSet<String> = BTreeSet::new();
        /// The groups of this machine whose members have the role `admin`, and nobody else.
        live admin_groups: BTreeSet<String> = BTreeSet::new();
        /// The service of PAM that signs people in.
        live service: String = "login".to_owned();
        /// How names and passwords are written for PAM, by Python's name of an encoding.
        live encoding: String = "utf8".to_owned();
        /// Ask PAM whether the account is in order, not only whether the password is right.
        live check_account: bool = true;
        /// Open a session of PAM while a server runs.
        live open_sessions: bool = false;
        /// Take the names of users as the machine writes them.
        restart pam_normalize_username: bool = false;

        /// The password of the dummy authenticator; not given, any is right.
        live password: Option<Secret> = None;
        /// The password that all share who are no admins; 8 characters or more.
        live user_password: Option<Secret> = None;
        /// The password that `admin_users` share; 32 characters or more.
        live admin_password: Option<Secret> = None;
        /// Passwords, each with the groups that it brings.
        live password_groups: Tokens<Vec<String>> = Tokens::default();
    }
}

impl Auth {
    /// What `username_pattern` allows, from the beginning of a name; `None` where it is any name.
    ///
    /// # Errors
    /// Where the pattern is no regular expression, or one of Python's that looks around or back.
    pub fn username_regex(&self) -> Result<Option<Regex>> {
        let pattern = &self.username_pattern;
        if pattern.is_empty() {
            return Ok(None);
        }
        // Python's `match` asks for the beginning of a name, and for no more.
        let anchored = Regex::new(&format!("^(?:{pattern})"));
        anchored.map(Some).map_err(|error| {
            Error::invalid("`auth.username_pattern` is not a regular expression")
                .hint("looking around and back-references are not supported")
                .caused_by(error)
        })
    }
}
