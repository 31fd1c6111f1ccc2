//! `utsushi rehearse`.

use crate::args::Common;
use crate::convert::{cancel_on_ctrl_c, library, pool, reports};
use crate::progress::Shown;
use crate::rehearse_args::Rehearse;
use crate::{Exit, rehearse_summary, say};
use utsushi_delivery::forecast::Forecast;
use utsushi_delivery::rehearsal::Rehearsal;
use utsushi_delivery::{Manifest, Overview};
use utsushi_findings::{Lang, Problems};
use utsushi_pipeline::verify::Verification;
use utsushi_pipeline::{History, Project, RehearseOptions, history_folder, rehearse};
use utsushi_report::{history_html, verify_html, verify_xlsx};
use utsushi_store::MemoryBudget;

pub(crate) fn run(arguments: &Rehearse, common: &Common, lang: Lang) -> Exit {
    work(arguments, common, lang).unwrap_or_else(|problems| {
        say::problems(&problems, lang);
        Exit::CouldNotRun
    })
}

fn work(arguments: &Rehearse, common: &Common, lang: Lang) -> Result<Exit, Problems> {
    let memory = MemoryBudget::of_process(&arguments.memory)?;
    let library = library(&arguments.layouts);
    let cancelled = cancel_on_ctrl_c();
    let pool = pool(common)?;
    let project = pool.install(|| Project::load(&arguments.project, &library, &arguments.job))?;
    let files_lang = project.lang;
    let history = history_folder(arguments.history.as_deref(), &project);
    let reports = |manifest: &Manifest, overview: &Overview| reports(manifest, overview, files_lang);
    let pages = |result: &Verification| {
        Ok(vec![
            ("report.html".to_owned(), verify_html(result, None).into_bytes()),
            ("report.xlsx".to_owned(), verify_xlsx(result, None)?),
        ])
    };
    let page = |entries: &[Rehearsal], forecast: &Forecast| history_html(entries, forecast, files_lang);
    let options = RehearseOptions {
        history: history.clone(),
        keep: arguments.keep.clone(),
        overwrite: arguments.overwrite,
        sample: arguments.sample,
        profile: arguments.profile.clone(),
        library: &library,
        memory,
        cancelled: &cancelled,
        reports: &reports,
        pages: &pages,
        page: &page,
        disk_limit: None,
    };
    let progress = Shown::new(common.progress, lang, common.quiet);
    let done = pool.install(|| rehearse(project, &options, &progress))?;
    drop(progress);
    say_skipped(&done.history, lang);
    let Some(entry) = done.entry() else { return Ok(Exit::CouldNotRun) };
    if !common.quiet {
        say::out(rehearse_summary::of(&done, entry, &history, common.verbose, lang));
    }
    Ok(if entry.exit == 0 { Exit::Yes } else { Exit::No })
}

/// Names the entries of a history that could not be read.
pub(crate) fn say_skipped(history: &History, lang: Lang) {
    for (name, problem) in &history.skipped {
        let problem = problem.render(lang);
        say::error(lang.pick(
            &format!("{name} を飛ばしました: {problem}\n"),
            &format!("{name} was skipped: {problem}\n"),
        ));
    }
}
