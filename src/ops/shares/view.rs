//! What of a share a caller sees.

use crate::model::{Listed, Share, ShareCode};
use crate::rbac::Allowed;

/// The keys and ends of shares and the beginnings of codes are for command lines; JupyterHub's API shows them to nobody
/// (`_ShareAPIHandler.share_model`, `share_code_model`).
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    more: bool,
}

impl View {
    /// What the caller of an operation sees.
    pub(super) fn of<O>(allowed: &Allowed<O>) -> Self {
        Self {
            more: allowed.caller().sees_more(),
        }
    }

    /// Leave out of `share` what the caller may not see.
    pub(super) fn cut(self, share: &mut Share) {
        share.id.keep_if(self.more);
        share.expires_at.keep_if(self.more);
    }

    /// Leave out of `code` what the caller may not see.
    pub(super) fn cut_code(self, code: &mut ShareCode) {
        code.prefix.keep_if(self.more);
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
