//! `utsushi explain-record`.

use crate::args::ExplainRecord;
use crate::{Exit, say};
use utsushi_findings::{Lang, Problems};
use utsushi_layout::{Library, Masking};
use utsushi_pipeline::{Project, explain_record};

pub(crate) fn run(arguments: &ExplainRecord, lang: Lang) -> Exit {
    match work(arguments, lang) {
        Ok(text) => {
            say::out(text);
            Exit::Yes
        }
        Err(problems) => {
            say::problems(&problems, lang);
            Exit::CouldNotRun
        }
    }
}

fn work(arguments: &ExplainRecord, lang: Lang) -> Result<String, Problems> {
    let library = arguments.layouts.clone().map_or(Library::Embedded, Library::Folder);
    let jobs: Vec<String> = arguments.job.iter().cloned().collect();
    let mut project = Project::load(&arguments.project, &library, &jobs)?;
    if arguments.unmask {
        project.set_masking(Masking::Off);
    }
    let (job, file) = (arguments.job.as_deref(), arguments.file.as_deref());
    Ok(explain_record(&project, job, file, arguments.record, lang)?)
}
