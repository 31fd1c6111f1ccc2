//! `utsushi`: see the crate `utsushi-cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    utsushi_cli::main()
}
