//! Questions to the person at the terminal.

use std::io::{self, IsTerminal};

use dialoguer::{Input, Password};

use super::args::Destroy;
use crate::error::Error;
use crate::model::Secret;

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
    if agrees(question)? {
        Ok(())
    } else {
        Err(nothing_changed())
    }
}

/// Go on only where the person agrees, or said `--yes`: what cannot be rehearsed.
///
/// # Errors
/// As [`confirm`].
pub(super) fn confirm_doing(yes: bool, question: &str) -> anyhow::Result<()> {
    if yes || (can_ask() && agrees(question)?) {
        return Ok(());
    }
    if can_ask() {
        return Err(nothing_changed());
    }
    Err(
        Error::invalid("this asks first, and there is no terminal to ask on")
            .hint("say `--yes` to go ahead")
            .into(),
    )
}

/// Which of `items`, said before and numbered from 1, the person chooses. Ask only where [`can_ask`].
pub(super) fn choose(items: usize) -> anyhow::Result<usize> {
    loop {
        match ask(&format!("Number, 1 to {items}"))?.parse::<usize>() {
            Ok(number) if (1..=items).contains(&number) => return Ok(number - 1),
            _ => {}
        }
    }
}

/// A line that the person writes; an empty one is a no. Ask only where [`can_ask`].
///
/// Lines alone: prompts that move about in the terminal leave it without its cursor when they are
/// interrupted.
pub(super) fn ask(question: &str) -> anyhow::Result<String> {
    let input = Input::<String>::new()
        .with_prompt(question)
        .allow_empty(true);
    match input.interact()?.trim() {
        "" => Err(nothing_changed()),
        answer => Ok(answer.to_owned()),
    }
}

/// A line that the person writes; an empty one is an answer, too. Ask only where [`can_ask`].
pub(super) fn line(question: &str) -> anyhow::Result<String> {
    let input = Input::<String>::new()
        .with_prompt(question)
        .allow_empty(true);
    Ok(input.interact()?.trim().to_owned())
}

/// A secret that the person writes twice, unseen. Ask only where [`can_ask`].
pub(super) fn new_secret(question: &str) -> anyhow::Result<Secret> {
    let input = Password::new()
        .with_prompt(question)
        .with_confirmation("The same again", "that was not the same")
        .allow_empty_password(true);
    match input.interact()?.as_str() {
        "" => Err(nothing_changed()),
        secret => Ok(Secret::new(secret)),
    }
}

/// Whether the person agrees. Ask only where [`can_ask`].
pub(super) fn agrees(question: &str) -> anyhow::Result<bool> {
    let input = Input::<String>::new()
        .with_prompt(format!("{question} [y/N]"))
        .allow_empty(true);
    let answer = input.interact()?.trim().to_lowercase();
    Ok(["y", "yes"].contains(&answer.as_str()))
}

/// A secret that the person writes, or pastes, unseen. Ask only where [`can_ask`].
pub(super) fn secret(question: &str) -> anyhow::Result<Secret> {
    let secret = Password::new()
        .with_prompt(question)
        .allow_empty_password(true)
        .interact()?;
    match secret.trim() {
        "" => Err(nothing_changed()),
        secret => Ok(Secret::new(secret)),
    }
}

fn nothing_changed() -> anyhow::Error {
    Error::conflict("nothing was changed").into()
}
