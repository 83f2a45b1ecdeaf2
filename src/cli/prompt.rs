//! Questions to the person at the terminal.

use std::io::{self, IsTerminal};

use dialoguer::{Confirm, Input, Select};

use super::args::Destroy;
use crate::error::Error;

/// Whether a person can be asked.
pub(super) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Go on only where the person agrees, said `--yes`, or only rehearses.
///
/// # Errors
/// Where there is nobody to ask, or the answer is no.
pub(super) fn confirm(destroy: Destroy, question: &str) -> anyhow::Result<()> {
    if destroy.yes || destroy.write.dry_run {
        return Ok(());
    }
    if !can_ask() {
        return Err(
            Error::invalid("this asks first, and there is no terminal to ask on")
                .hint("say `--yes` to go ahead, or `--dry-run` to see what would happen")
                .into(),
        );
    }
    if Confirm::new()
        .with_prompt(question)
        .default(false)
        .interact()?
    {
        Ok(())
    } else {
        Err(Error::conflict("nothing was changed").into())
    }
}

/// Which of `items` the person chooses. Ask only where [`can_ask`].
pub(super) fn choose(question: &str, items: &[String]) -> anyhow::Result<usize> {
    let select = Select::new().with_prompt(question).items(items).default(0);
    Ok(select.interact()?)
}

/// A line that the person writes. Ask only where [`can_ask`].
pub(super) fn line(question: &str) -> anyhow::Result<String> {
    Ok(Input::new().with_prompt(question).interact_text()?)
}
