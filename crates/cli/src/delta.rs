//! `utsushi delta`.

use crate::args::Common;
use crate::convert::{cancel_on_ctrl_c, library, pool};
use crate::progress::Shown;
use crate::{Exit, say};
use clap::Args;
use std::fmt::Write;
use std::path::PathBuf;
use utsushi_findings::{Lang, Problems, problem};
use utsushi_pipeline::compare::{ApplyOptions, DeltaFile, DeltaOptions, apply, delta};
use utsushi_report::grouped;
use utsushi_store::MemoryBudget;

/// Make the records to add, change and delete since the last full migration, or apply them
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi delta full-migration tonight --out delta
  utsushi delta --apply delta full-migration --out new

OLD and NEW are each a folder, a run's folder, a zip or a single standard file. The delta holds personal data in clear, readable by
its owner only: data/add, data/change, data/before (the rows to change as they were) and data/delete, as CSV and
Parquet in the standard layout, and delta.json with the account. Applied to OLD it gives NEW: rows in OLD's order, changed ones in
their place, added ones at the end. A delta that does not fit OLD is refused.

Exit status: 0 done, 2 could not run.")]
pub(crate) struct Delta {
    /// The state of the last full migration
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// The state of now
    #[arg(value_name = "NEW", required_unless_present = "apply", conflicts_with = "apply")]
    pub new: Option<PathBuf>,
    /// Apply this delta to OLD, and write NEW to --out
    #[arg(long, value_name = "DELTA")]
    pub apply: Option<PathBuf>,
    /// Folder to write; it must not exist yet, or be empty
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Replace an earlier result in the output folder
    #[arg(long)]
    pub overwrite: bool,
    /// The standard of both (otherwise that of delivery.toml or the manifest of each, else chukan-2.7)
    #[arg(long, value_name = "NAME", conflicts_with = "apply")]
    pub standard: Option<String>,
    /// Memory the whole process may use, at least 192MiB
    #[arg(long, value_name = "SIZE", default_value = "384MiB")]
    pub memory: String,
    /// Read layouts from this folder instead of those inside the program
    #[arg(long, value_name = "DIR")]
    pub layouts: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Delta, common: &Common, lang: Lang) -> Exit {
    work(arguments, common, lang).unwrap_or_else(|problems| {
        say::problems(&problems, lang);
        Exit::CouldNotRun
    })
}

fn work(arguments: &Delta, common: &Common, lang: Lang) -> Result<Exit, Problems> {
    let memory = MemoryBudget::of_process(&arguments.memory)?;
    let library = library(&arguments.layouts);
    let cancelled = cancel_on_ctrl_c();
    let pool = pool(common)?;
    let progress = Shown::new(common.progress, lang, common.quiet);
    let files = match (&arguments.apply, &arguments.new) {
        (Some(folder), _) => {
            let options = ApplyOptions {
                delta: folder.clone(),
                old: arguments.old.clone(),
                out: arguments.out.clone(),
                overwrite: arguments.overwrite,
                library: &library,
                memory,
                cancelled: &cancelled,
            };
            pool.install(|| apply(&options, &progress))?.files
        }
        (None, Some(new)) => {
            let options = DeltaOptions {
                old: arguments.old.clone(),
                new: new.clone(),
                out: arguments.out.clone(),
                overwrite: arguments.overwrite,
                standard: arguments.standard.clone(),
                library: &library,
                memory,
                cancelled: &cancelled,
            };
            pool.install(|| delta(&options, &progress))?.files
        }
        (None, None) => {
            return Err(problem!("NEW を指定してください", "name NEW, the new state").into());
        }
    };
    drop(progress);
    if !common.quiet {
        say::out(summary(&files, arguments, common.verbose, lang));
    }
    Ok(Exit::Yes)
}

fn summary(files: &[DeltaFile], arguments: &Delta, verbose: bool, lang: Lang) -> String {
    let mut text = String::new();
    let sum = |of: fn(&DeltaFile) -> u64| grouped(files.iter().map(of).sum());
    let (added, changed, deleted) =
        (sum(|file| file.added), sum(|file| file.changed), sum(|file| file.deleted));
    let (old, new) = (sum(|file| file.old), sum(|file| file.new));
    let done = match arguments.apply.is_some() {
        true => lang.pick("差分を当てました", "the delta is applied"),
        false => lang.pick("差分を作りました", "the delta is made"),
    };
    let _ = writeln!(
        text,
        "{done}: {}",
        lang.pick(
            &format!("旧 {old} 行 − 削除 {deleted} + 追加 {added} = 新 {new} 行、変更 {changed}"),
            &format!(
                "old {old} rows - {deleted} deleted + {added} added = new {new} rows; {changed} changed"
            ),
        )
    );
    for file in files {
        if !verbose && file.added + file.changed + file.deleted == 0 && file.there == [true; 2] {
            continue;
        }
        let (added, changed, deleted) = (grouped(file.added), grouped(file.changed), grouped(file.deleted));
        let _ = writeln!(
            text,
            "  {} {}: {}",
            file.file,
            file.name,
            lang.pick(
                &format!("追加 {added}、変更 {changed}、削除 {deleted}"),
                &format!("{added} added, {changed} changed, {deleted} deleted"),
            )
        );
        if file.there == [true, false] {
            let _ = writeln!(
                text,
                "    {}",
                lang.pick(
                    "新にこのファイルがありません: すべての行を削除します。納品漏れでないか確かめてください",
                    "the new state has no such file: all its rows are deleted. Was it left out by mistake?",
                )
            );
        }
    }
    let shown = arguments.out.display();
    let _ = writeln!(text, "{}", lang.pick(&format!("{shown} にあります"), &format!("it is in {shown}")));
    text
}
