//! `utsushi explain`.

use crate::args::Explain;
use crate::{Exit, say};
use std::fmt::Write;
use utsushi_findings::{CATALOGUE, Lang, did_you_mean, explain, find, problem, reference_page};

pub(crate) fn run(arguments: &Explain, lang: Lang) -> Exit {
    match &arguments.code {
        Some(id) => match find(id.trim()) {
            Some(code) => {
                say::out(explain(code.0, lang));
                Exit::Yes
            }
            None => {
                let nearest = did_you_mean(&id.to_uppercase(), CATALOGUE.iter().map(|entry| entry.id));
                let problem = problem!("コード {id} はありません", "there is no code {id}");
                let problem = match nearest {
                    Some(_) => problem.suggest(nearest),
                    None => problem.help("utsushi explain で一覧が出ます", "utsushi explain lists all codes"),
                };
                say::problem(problem, lang);
                Exit::CouldNotRun
            }
        },
        None if arguments.all => {
            say::out(reference_page(lang));
            Exit::Yes
        }
        None => {
            let mut text = String::new();
            for entry in CATALOGUE {
                let _ =
                    writeln!(text, "{}  {:<7}  {}", entry.id, entry.severity.name(), entry.title.get(lang));
            }
            say::out(text);
            Exit::Yes
        }
    }
}
