//! `[auth]`.

use crate::config::reading::Reading;
use crate::config::source::entry_of;
use crate::config::{Auth, AuthenticatorClass};
use crate::error::Error;
use crate::model::Secret;

/// As `SharedPasswordAuthenticator` has them.
const SHORTEST_PASSWORD: usize = 8;
const SHORTEST_ADMIN_PASSWORD: usize = 32;

pub(super) fn apply(reading: &mut Reading) {
    who_may_sign_in(reading);
    passwords(reading);
    ways_in(reading);
    managed(reading);
    if let Err(error) = reading.config.auth.username_regex() {
        reading.wrong("auth.username_pattern", error);
    }
    for (option, error) in reading
        .config
        .crypt
        .problems()
        .map(|error| ("crypt.keys", error))
        .collect::<Vec<_>>()
    {
        reading.wrong(option, error);
    }
    let auth = &reading.config.auth;
    if auth.enable_auth_state && reading.config.crypt.keys.is_empty() {
        reading.wrong(
            "auth.enable_auth_state",
            Error::invalid("`auth.enable_auth_state` is set, and there is no key to keep it with")
                .hint("give `crypt.keys`, or set `JUPYTERHUB_CRYPT_KEY`"),
        );
    }
}

/// The defaults of `allow_all`, `allow_existing_users` and `any_allow_config`, which hang on each other.
fn who_may_sign_in(reading: &mut Reading) {
    let class = reading.config.hub.authenticator_class;
    let given = |option: &str| reading.sources.say(option);
    let (all, existing, any) = (
        given("auth.allow_all"),
        given("auth.allow_existing_users"),
        given("auth.any_allow_config"),
    );
    let auth = &mut reading.config.auth;
    if !all {
        let by_itself = matches!(
            class,
            AuthenticatorClass::Dummy | AuthenticatorClass::Native
        );
        let some = !auth.allowed_users.is_empty() || !auth.allowed_groups.is_empty();
        auth.allow_all = by_itself && !some;
    }
    if !existing {
        auth.allow_existing_users = !auth.allowed_users.is_empty();
    }
    if !any {
        auth.any_allow_config = somebody_may(auth);
    }
    if !auth.any_allow_config && class != AuthenticatorClass::Null {
        reading.wrong(
            "hub.authenticator_class",
            Error::invalid("nobody could sign in: nothing says who may")
                .hint("give `auth.allowed_users`, or `auth.allow_all = true` for everybody")
                .hint("or say `hub.authenticator_class = \"null\"`, if only tokens are to be used"),
        );
    }
}

/// What is odd about how people sign in, and what lets nobody in.
fn ways_in(reading: &mut Reading) {
    match reading.config.hub.authenticator_class {
        AuthenticatorClass::Dummy => reading.warnings.push(
            "the dummy authenticator believes whatever people say they are: it is for trying out"
                .to_owned(),
        ),
        AuthenticatorClass::SharedPassword => shared_passwords(reading),
        AuthenticatorClass::Native => open_to_any_name(reading),
        AuthenticatorClass::Pam | AuthenticatorClass::Null => {}
    }
}

/// Whoever may take any name at once may take that of a member of the machine's groups.
fn open_to_any_name(reading: &mut Reading) {
    let auth = &reading.config.auth;
    let groups = !auth.allowed_groups.is_empty() || !auth.admin_groups.is_empty();
    if auth.open_signup && groups {
        reading.wrong(
            "auth.open_signup",
            Error::invalid(
                "anybody could take the name of a member of `auth.allowed_groups` or `auth.admin_groups`",
            )
            .hint("say `auth.enable_signup = true` in place of `auth.open_signup`: somebody approves then"),
        );
    }
}

fn shared_passwords(reading: &mut Reading) {
    let auth = &reading.config.auth;
    let (admins, admin_password) = (!auth.admin_users.is_empty(), auth.admin_password.is_some());
    let others = auth.user_password.is_some() || !auth.password_groups.is_empty();
    if !(others || admins && admin_password) {
        reading.wrong(
            "hub.authenticator_class",
            Error::invalid("nobody could sign in: there is no password to share").hint(
                "give `auth.user_password`, or `auth.admin_password` with `auth.admin_users`",
            ),
        );
        return;
    }
    let odd = [
        (
            admin_password && !admins,
            "`auth.admin_password` is given without `auth.admin_users`: no admin can sign in",
        ),
        (
            admins && !admin_password,
            "`auth.admin_users` are given without `auth.admin_password`: no admin can sign in",
        ),
        (
            !others,
            "there is no `auth.user_password`: nobody but admins can sign in",
        ),
    ];
    for (_, warning) in odd.iter().filter(|(is_so, _)| *is_so) {
        reading.warnings.push((*warning).to_owned());
    }
}

fn somebody_may(auth: &Auth) -> bool {
    auth.allow_all
        || auth.allow_existing_users
        || !auth.allowed_users.is_empty()
        || !auth.allowed_groups.is_empty()
}

fn passwords(reading: &mut Reading) {
    let auth = &mut reading.config.auth;
    for password in [
        &mut auth.password,
        &mut auth.user_password,
        &mut auth.admin_password,
    ] {
        if password
            .as_ref()
            .is_some_and(|password| password.reveal().is_empty())
        {
            *password = None;
        }
    }
    let short = |password: &Option<Secret>, least| {
        password
            .as_ref()
            .is_some_and(|password| password.reveal().chars().count() < least)
    };
    let wrong = [
        (
            "auth.user_password",
            short(&auth.user_password, SHORTEST_PASSWORD),
            SHORTEST_PASSWORD,
        ),
        (
            "auth.admin_password",
            short(&auth.admin_password, SHORTEST_ADMIN_PASSWORD),
            SHORTEST_ADMIN_PASSWORD,
        ),
    ];
    let same = auth.user_password.is_some() && auth.user_password == auth.admin_password;
    let unmanaged = !auth.password_groups.is_empty() && !auth.manage_groups;
    for (option, _, least) in wrong.iter().filter(|(_, short, _)| *short) {
        let error = format!("`{option}` is shorter than {least} characters");
        reading.wrong(option, Error::invalid(error));
    }
    if same {
        let error = "`auth.user_password` and `auth.admin_password` are the same";
        reading.wrong("auth.admin_password", Error::invalid(error));
    }
    if unmanaged {
        let error = "`auth.password_groups` is given without `auth.manage_groups`";
        reading.wrong("auth.password_groups", Error::invalid(error));
    }
}

/// What the authenticator manages, the configuration does not say.
fn managed(reading: &mut Reading) {
    let config = &reading.config;
    let groups = config.auth.manage_groups && !config.groups.is_empty();
    let mut roles = config.roles.iter().enumerate();
    let assigned = roles.find(|(_, role)| {
        let given = |members: Option<usize>| members.is_some_and(|count| count > 0);
        given(role.users.as_ref().map(Vec::len)) || given(role.groups.as_ref().map(Vec::len))
    });
    let assigned = assigned.filter(|_| config.auth.manage_roles);
    let assigned = assigned.map(|(index, role)| (entry_of("roles", index), role.name.clone()));
    let auth = &config.auth;
    let lost = auth.manage_roles && auth.reset_managed_roles_on_startup;
    let lost = lost && auth.load_managed_roles.is_none();
    if lost {
        let error = "`auth.reset_managed_roles_on_startup` would take all roles that the authenticator gave, as nothing says which it gives";
        let error =
            Error::invalid(error).hint("give `auth.load_managed_roles`, a command that says so");
        reading.wrong("auth.reset_managed_roles_on_startup", error);
    }
    if groups {
        let error = "`[[groups]]` cannot be given with `auth.manage_groups`: the authenticator says who is in which";
        reading.wrong("groups", Error::invalid(error));
    }
    if let Some((place, role)) = assigned {
        reading.wrong(
            &place,
            Error::invalid(format!(
                "the role `{role}` cannot be given to users or groups with `auth.manage_roles`: the authenticator says who has which"
            )),
        );
    }
}
