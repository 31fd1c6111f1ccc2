//! The command `utsushi`: arguments, exit status, the one thread pool, and what is printed.
//!
//! `main` reads like a table of contents: arguments are parsed into what was typed ([`args`]), turned into what the
//! program needs, and handed to one function per command. No rule of the data is known here.

mod args;
mod causes;
mod compare;
mod convert;
mod delta;
mod each_overview;
mod explain;
mod explain_record;
mod gaiji;
mod help_ja;
mod inspect;
mod language;
mod layout;
mod manual;
mod map_codes;
mod map_scaffold;
mod plan;
mod progress;
mod rehearse;
mod rehearse_args;
mod rehearse_summary;
mod say;
mod summary;
mod synth;
mod timings;
mod usage;
mod verify;
mod verify_each;
mod verify_summary;

use args::{Cli, Command};
use clap::{CommandFactory, FromArgMatches};
use std::process::ExitCode;
use utsushi_findings::Lang;

/// How a command ended. Bad arguments, a bad project, unreadable input and a full disk are all [`Exit::CouldNotRun`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Exit {
    /// 0: yes, clean, equal.
    Yes,
    /// 1: no, errors found, different.
    No,
    /// 2: could not run; nothing that looks finished is left.
    CouldNotRun,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Yes => 0,
            Exit::No => 1,
            Exit::CouldNotRun => 2,
        })
    }
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let arguments: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let lang = language::of(&arguments);
    say::explain_panics(lang);
    let mut command = Cli::command();
    if lang == Lang::Ja {
        command = help_ja::translate(command);
    }
    let cli = match command.try_get_matches_from(arguments).and_then(|found| Cli::from_arg_matches(&found)) {
        Ok(cli) => cli,
        Err(error) => {
            // Asked for help or the version: that is an answer, not a mistake.
            let exit = if error.use_stderr() { Exit::CouldNotRun } else { Exit::Yes };
            match usage::in_japanese(&error).filter(|_| lang == Lang::Ja) {
                Some(text) => say::error(text),
                None => drop(error.print()),
            }
            return exit.into();
        }
    };
    let ended = std::panic::catch_unwind(|| match &cli.command {
        Command::Convert(arguments) => convert::run(arguments, &cli.common, lang),
        Command::Verify(arguments) => verify::run(arguments, &cli.common, lang),
        Command::Compare(arguments) => compare::run(arguments, &cli.common, lang),
        Command::Delta(arguments) => delta::run(arguments, &cli.common, lang),
        Command::Rehearse(arguments) => rehearse::run(arguments, &cli.common, lang),
        Command::Plan(arguments) => plan::run(arguments, &cli.common, lang),
        Command::Map(arguments) => match &arguments.work {
            args::MapWork::Codes(arguments) => map_codes::run(arguments, &cli.common, lang),
            args::MapWork::Scaffold(arguments) => map_scaffold::run(arguments, &cli.common, lang),
        },
        Command::Inspect(arguments) => inspect::run(arguments, lang),
        Command::Gaiji(arguments) => gaiji::run(arguments, &cli.common, lang),
        Command::Explain(arguments) => explain::run(arguments, lang),
        Command::Layout(arguments) => layout::run(arguments, lang),
        Command::ExplainRecord(arguments) => explain_record::run(arguments, lang),
        Command::Synth(arguments) => synth::run(arguments, &cli.common, lang),
        Command::Completions(arguments) => manual::completions(arguments),
        Command::Man(arguments) => manual::pages(arguments, lang),
    });
    ended.unwrap_or(Exit::CouldNotRun).into()
}
