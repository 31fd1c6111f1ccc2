//! `utsushi layout`: what the standards say, whether they are in order, and what differs between two of them.

mod args;
mod diff;
mod import;
mod list;
mod pages;
mod show;

pub(crate) use args::Layout;

use crate::{Exit, say};
use args::{Check, LayoutCommand, Which};
use utsushi_findings::{Lang, Problems};
use utsushi_layout::{Library, Standard, lint};

pub(crate) fn run(arguments: &Layout, lang: Lang) -> Exit {
    let done = match &arguments.command {
        LayoutCommand::List(list) => list::run(list, lang),
        LayoutCommand::Show(show) => show::run(show, lang),
        LayoutCommand::Check(check) => self::check(check, lang),
        LayoutCommand::Diff(diff) => diff::run(diff, lang),
        LayoutCommand::Import(import) => import::run(import, lang),
        LayoutCommand::Pages(pages) => pages::run(pages, lang),
    };
    done.unwrap_or_else(|problems| {
        say::problems(&problems, lang);
        Exit::CouldNotRun
    })
}

impl Which {
    fn library(&self) -> Library {
        match &self.layouts {
            Some(folder) => Library::Folder(folder.clone()),
            None => Library::Embedded,
        }
    }

    fn load(&self) -> Result<Standard, Problems> {
        self.library().load(&self.standard)
    }
}

fn check(arguments: &Check, lang: Lang) -> Result<Exit, Problems> {
    let library = arguments.which.library();
    // A layout that cannot be loaded has failed the check; a folder that cannot be read could not be checked.
    if !library.names().contains(&arguments.which.standard) {
        return library.load(&arguments.which.standard).map(|_| Exit::Yes);
    }
    let (standard, remarks) = match lint(&library, &arguments.which.standard) {
        Ok(found) => found,
        Err(problems) => {
            say::problems(&problems, lang);
            return Ok(Exit::No);
        }
    };
    let (mut errors, mut warnings) = (0, 0);
    for remark in &remarks {
        let word = match remark.error {
            true => lang.pick("エラー", "error"),
            false => lang.pick("警告", "warning"),
        };
        *if remark.error { &mut errors } else { &mut warnings } += 1;
        say::out(format_args!("{word}: {}\n", remark.problem.render(lang)));
    }
    let (files, items) =
        (standard.files().count(), standard.files().map(|file| file.items.len()).sum::<usize>());
    let title = &standard.title;
    say::out(lang.pick(
        &format!("{title}: {files} ファイル {items} 項目、エラー {errors} 件、警告 {warnings} 件\n"),
        &format!("{title}: {files} files, {items} items; {errors} errors, {warnings} warnings\n"),
    ));
    Ok(if errors > 0 { Exit::No } else { Exit::Yes })
}
