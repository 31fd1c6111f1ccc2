//! `utsushi completions` and `utsushi man`: both made from [`crate::args`].

use crate::args::{Cli, Completions, Man};
use crate::{Exit, help_ja, say};
use clap::CommandFactory;
use utsushi_findings::{Lang, Problem};
use utsushi_store::{RunFolder, write_small};

pub(crate) fn completions(arguments: &Completions) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "utsushi", &mut script);
    say::out(String::from_utf8_lossy(&script));
    Exit::Yes
}

pub(crate) fn pages(arguments: &Man, lang: Lang) -> Exit {
    match write(arguments, lang) {
        Ok(()) => Exit::Yes,
        Err(problem) => {
            say::problem(problem, lang);
            Exit::CouldNotRun
        }
    }
}

fn write(arguments: &Man, lang: Lang) -> Result<(), Problem> {
    let mut command = Cli::command();
    if lang == Lang::Ja {
        command = help_ja::translate(command);
    }
    command.build();
    let folder = RunFolder::create(&arguments.out, false, "utsushi.1")?;
    page(&command, "utsushi", &folder)?;
    folder.finish()
}

fn page(command: &clap::Command, name: &str, folder: &RunFolder) -> Result<(), Problem> {
    let mut text = Vec::new();
    let manual = clap_mangen::Man::new(command.clone()).title(name);
    manual.render(&mut text).map_err(|error| Problem::io(folder.path(), &error))?;
    write_small(folder, &format!("{name}.1"), &text)?;
    for command in command.get_subcommands().filter(|command| command.get_name() != "help") {
        page(command, &format!("{name}-{}", command.get_name()), folder)?;
    }
    Ok(())
}
