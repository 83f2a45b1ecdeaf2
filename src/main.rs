//! Parse, run, exit code.

use std::process::ExitCode;

use hubctl::spawn::launch;

/// The system's allocator keeps what is freed as long as anything that lives on lies behind it: after a burst of connections a
/// hub would stay as large as it was then. This one gives pages back.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    if launch::is_child() {
        return launch::child();
    }
    hubctl::cli::main()
}
