//! What is otherwise in a configuration that is read again.

use super::Config;
use super::section::{Declared, Section, Takes};

/// The options that differ between two configurations, as `section.option`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Those that a running hub takes up.
    pub live: Vec<String>,
    /// Those that count once the hub starts again.
    pub restart: Vec<String>,
}

impl Changes {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.live.is_empty() && self.restart.is_empty()
    }

    fn add(&mut self, option: String, takes: Takes) {
        match takes {
            Takes::Live => self.live.push(option),
            Takes::Restart => self.restart.push(option),
        }
    }

    fn section<S: Section>(&mut self, old: &S, new: &S) {
        for Declared {
            section,
            name,
            takes,
        } in old.differing(new)
        {
            self.add(format!("{section}.{name}"), *takes);
        }
    }

    fn table<T: PartialEq>(&mut self, name: &str, old: &T, new: &T) {
        if old != new {
            // What it says is written into the database when a hub starts.
            self.add(name.to_owned(), Takes::Restart);
        }
    }
}

impl Config {
    /// What is otherwise in `new`.
    pub fn changes(&self, new: &Self) -> Changes {
        let Self {
            hub,
            auth,
            spawner,
            proxy,
            log,
            crypt,
            metrics,
            audit,
            roles,
            groups,
            services,
            custom_scopes,
        } = self;
        let mut changes = Changes::default();
        changes.section(hub, &new.hub);
        changes.section(auth, &new.auth);
        changes.section(spawner, &new.spawner);
        changes.section(proxy, &new.proxy);
        changes.section(log, &new.log);
        changes.section(crypt, &new.crypt);
        changes.section(metrics, &new.metrics);
        changes.section(audit, &new.audit);
        changes.table("roles", roles, &new.roles);
        changes.table("groups", groups, &new.groups);
        changes.table("services", services, &new.services);
        changes.table("custom_scopes", custom_scopes, &new.custom_scopes);
        changes
    }

    /// This configuration with what `new` says otherwise of options that take effect at once: what a
    /// running hub goes on with.
    #[must_use]
    pub fn with_live_of(&self, new: &Self) -> Self {
        let mut next = self.clone();
        next.hub.take_live(&new.hub);
        next.auth.take_live(&new.auth);
        next.spawner.take_live(&new.spawner);
        next.proxy.take_live(&new.proxy);
        next.log.take_live(&new.log);
        next.crypt.take_live(&new.crypt);
        next.metrics.take_live(&new.metrics);
        next.audit.take_live(&new.audit);
        next
    }
}
