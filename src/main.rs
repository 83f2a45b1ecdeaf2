//! Parse, run, exit code.

use std::process::ExitCode;

use hubctl::spawn::launch;

fn main() -> ExitCode {
    if launch::is_child() {
        return launch::child();
    }
    hubctl::cli::main()
}
