//! What of a share a caller sees.

use crate::model::{Listed, Share, ShareCode};
use crate::rbac::Allowed;

/// The operator sees the keys and ends of shares and the beginnings of codes; over REST nobody does
/// (`_ShareAPIHandler.share_model`, `share_code_model`).
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    operator: bool,
}

impl View {
    /// What the caller of an operation sees.
    pub(super) fn of<O>(allowed: &Allowed<O>) -> Self {
        Self {
            operator: allowed.caller().is_operator(),
        }
    }

    /// Leave out of `share` what the caller may not see.
    pub(super) fn cut(self, share: &mut Share) {
        share.id.keep_if(self.operator);
        share.expires_at.keep_if(self.operator);
    }

    /// Leave out of `code` what the caller may not see.
    pub(super) fn cut_code(self, code: &mut ShareCode) {
        code.prefix.keep_if(self.operator);
    }

    /// What the caller sees of `share`.
    pub(super) fn seen(self, mut share: Share) -> Share {
        self.cut(&mut share);
        share
    }

    /// What the caller sees of each.
    pub(super) fn seen_all(self, mut listed: Listed<Share>) -> Listed<Share> {
        for share in &mut listed.items {
            self.cut(share);
        }
        listed
    }

    /// What the caller sees of `code`.
    pub(super) fn seen_code(self, mut code: ShareCode) -> ShareCode {
        self.cut_code(&mut code);
        code
    }
}
