//! `utsushi compare`.

use crate::args::Common;
use crate::convert::{cancel_on_ctrl_c, library, pool};
use crate::progress::Shown;
use crate::{Exit, say};
use clap::Args;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use utsushi_findings::{Lang, Problem, Problems};
use utsushi_layout::Masking;
use utsushi_pipeline::compare::{
    CompareOptions, CompareOutcome, ComparedFile, Comparison, Tolerances, compare,
};
use utsushi_report::{compare_html, grouped};
use utsushi_store::MemoryBudget;

/// Files listed unless `--verbose` asks for all; items of each.
const LISTED: usize = 20;
const ITEMS: usize = 5;

/// Say what differs between two runs, two deliveries, or a delivery and the export of the new system
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  utsushi compare first second
  utsushi compare delivery.zip export --out differences
  utsushi compare out/data/01_juki/resident.csv export.csv --tolerate name=mj,shrink
  utsushi compare first second --tolerate '*=whitespace' --tolerances tolerances.toml

A and B are each a folder, a run's folder, a zip or a single standard file, CSV or Parquet; delivery.toml is honoured. Rows are
found by the key of the layout, and compared as wholes where it has none. Tolerances are whitespace, width, mj (the
same MJ glyph) and shrink (the same after 縮退); what they excuse is counted apart. With --out: report.html, differences.csv,
differences.parquet, compare.json; without it scratch lies in the current folder while it runs.

Exit status: 0 equal, or equal but for what is tolerated; 1 different, or not all of it could be read; 2 could not run.")]
pub(crate) struct Compare {
    /// The first: a folder, a zip or a file
    #[arg(value_name = "A")]
    pub a: PathBuf,
    /// The second: a folder, a zip or a file
    #[arg(value_name = "B")]
    pub b: PathBuf,
    /// Folder to write; it must not exist yet, or be empty
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace an earlier result in the output folder
    #[arg(long, requires = "out")]
    pub overwrite: bool,
    /// What may differ in an item (its name or slug, or *): whitespace, width, mj, shrink (may be repeated)
    #[arg(long, value_name = "ITEM=TOLERANCE,…")]
    pub tolerate: Vec<String>,
    /// A file that says what may differ in which items: a table [tolerate] in TOML
    #[arg(long, value_name = "FILE")]
    pub tolerances: Option<PathBuf>,
    /// The standard of both (otherwise that of delivery.toml or the manifest of each, else chukan-2.7)
    #[arg(long, value_name = "NAME")]
    pub standard: Option<String>,
    /// Memory the whole process may use, at least 192MiB
    #[arg(long, value_name = "SIZE", default_value = "384MiB")]
    pub memory: String,
    /// Read layouts from this folder instead of those inside the program
    #[arg(long, value_name = "DIR")]
    pub layouts: Option<PathBuf>,
    /// Show values in clear (sensitive items, and persons under 支援措置, stay masked)
    #[arg(long)]
    pub unmask: bool,
}

pub(crate) fn run(arguments: &Compare, common: &Common, lang: Lang) -> Exit {
    work(arguments, common, lang).unwrap_or_else(|problems| {
        say::problems(&problems, lang);
        Exit::CouldNotRun
    })
}

fn work(arguments: &Compare, common: &Common, lang: Lang) -> Result<Exit, Problems> {
    let memory = MemoryBudget::of_process(&arguments.memory)?;
    let library = library(&arguments.layouts);
    let cancelled = cancel_on_ctrl_c();
    let pool = pool(common)?;
    let pages =
        |result: &Comparison| Ok(vec![("report.html".to_owned(), compare_html(result, lang).into_bytes())]);
    let options = CompareOptions {
        a: arguments.a.clone(),
        b: arguments.b.clone(),
        out: arguments.out.clone(),
        overwrite: arguments.overwrite,
        standard: arguments.standard.clone(),
        library: &library,
        tolerances: tolerances(arguments)?,
        masking: if arguments.unmask { Masking::Off } else { Masking::On },
        lang,
        memory,
        cancelled: &cancelled,
        pages: &pages,
    };
    let progress = Shown::new(common.progress, lang, common.quiet);
    let outcome = pool.install(|| compare(&options, &progress))?;
    drop(progress);
    if !common.quiet {
        say::out(summary(&outcome, arguments.out.as_deref(), common.verbose, lang));
    }
    Ok(if outcome.comparison.equal { Exit::Yes } else { Exit::No })
}

fn tolerances(arguments: &Compare) -> Result<Tolerances, Problem> {
    let mut tolerances = Tolerances::default();
    if let Some(path) = &arguments.tolerances {
        let text = std::fs::read_to_string(path).map_err(|error| Problem::io(path, &error))?;
        tolerances.add_file(path, &text)?;
    }
    arguments.tolerate.iter().try_for_each(|text| tolerances.add_argument(text))?;
    Ok(tolerances)
}

/// The verdict, then how many, then where.
fn summary(outcome: &CompareOutcome, out: Option<&Path>, verbose: bool, lang: Lang) -> String {
    let result = &outcome.comparison;
    let mut text = String::new();
    let sum = |of: fn(&ComparedFile) -> u64| grouped(result.files.iter().map(of).sum());
    let tolerated: u64 = result.files.iter().map(|file| file.tolerated).sum();
    let verdict = match (result.equal, tolerated) {
        (true, 0) => lang.pick("同じです", "equal"),
        (true, _) => lang.pick("許容した違いのほかは同じです", "equal but for what is tolerated"),
        (false, _) => lang.pick("違いがあります", "different"),
    };
    let (files, equal, changed) = (result.files.len(), sum(|file| file.equal), sum(|file| file.changed));
    let (a, b) = (sum(|file| file.only[0]), sum(|file| file.only[1]));
    let tolerated = grouped(tolerated);
    let _ = writeln!(text, "{verdict}: A = {}, B = {}", result.a.name, result.b.name);
    let _ = writeln!(
        text,
        "{}",
        lang.pick(
            &format!("移行ファイル {files}: 同じ {equal} 行、変更 {changed}、許容 {tolerated}、A だけ {a}、B だけ {b}"),
            &format!("{files} standard files: {equal} rows equal, {changed} changed, {tolerated} tolerated, {a} only in A, {b} only in B"),
        )
    );
    let different: Vec<&ComparedFile> =
        result.files.iter().filter(|file| !file.is_equal() || file.tolerated > 0 || verbose).collect();
    let limit = if verbose { usize::MAX } else { LISTED };
    for file in different.iter().take(limit) {
        one_file(file, verbose, lang, &mut text);
    }
    if different.len() > limit {
        let more = different.len() - limit;
        let _ = writeln!(
            text,
            "  {}",
            lang.pick(
                &format!("ほかに {more} ファイル (-v ですべて)"),
                &format!("and {more} more files (-v lists all)")
            )
        );
    }
    if !result.remarks.is_empty() {
        let count = result.remarks.len();
        let _ = writeln!(
            text,
            "{}",
            lang.pick(
                &format!("比べていないもの、気になることが {count} あります:"),
                &format!("{count} remarks on files and columns, some of which were not compared:")
            )
        );
        for remark in result.remarks.iter().take(if verbose { usize::MAX } else { ITEMS }) {
            let _ = writeln!(
                text,
                "  {} {}: {} {}",
                remark.side.to_uppercase(),
                remark.path,
                remark.code,
                remark.message
            );
        }
    }
    if let Some(out) = out {
        let shown = out.display();
        let _ = writeln!(
            text,
            "{}",
            lang.pick(
                &format!("結果は {shown} にあります (report.html、differences.csv、compare.json)"),
                &format!("the result is in {shown} (report.html, differences.csv, compare.json)")
            )
        );
    } else if !result.equal {
        let _ = writeln!(
            text,
            "{}",
            lang.pick(
                "どの行のどの項目かは、--out を付けると differences.csv に書き出します",
                "with --out, differences.csv says which rows and items"
            )
        );
    }
    if verbose {
        let seconds = outcome.time.as_secs_f64();
        let memory = outcome.peak_memory.map_or(String::new(), |bytes| format!(", {} MiB", bytes >> 20));
        let _ = writeln!(text, "{seconds:.2} s{memory}");
    }
    text
}

fn one_file(file: &ComparedFile, verbose: bool, lang: Lang, text: &mut String) {
    let n = grouped;
    let _ = writeln!(
        text,
        "  {} {}: {}",
        file.file,
        file.name,
        lang.pick(
            &format!(
                "A {} 行、B {} 行、変更 {}、許容 {}、A だけ {}、B だけ {}",
                n(file.rows[0]),
                n(file.rows[1]),
                n(file.changed),
                n(file.tolerated),
                n(file.only[0]),
                n(file.only[1])
            ),
            &format!(
                "A {} rows, B {} rows; {} changed, {} tolerated, {} only in A, {} only in B",
                n(file.rows[0]),
                n(file.rows[1]),
                n(file.changed),
                n(file.tolerated),
                n(file.only[0]),
                n(file.only[1])
            )
        )
    );
    let mut note = |said: String| {
        let _ = writeln!(text, "    {said}");
    };
    let names = ["A", "B"];
    for (side, name) in names.iter().enumerate() {
        if !file.there[side] {
            note(
                lang.pick(&format!("{name} にこのファイルがありません"), &format!("{name} has no such file"))
                    .into(),
            );
        }
        let (lines, values) = (file.broken_lines[side], file.undecodable_values[side]);
        if lines + values > 0 {
            let (lines, values) = (n(lines), n(values));
            note(
                lang.pick(
                    &format!("{name}: 読めない行 {lines}、文字でない値 {values} (比べていません)"),
                    &format!(
                        "{name}: {lines} lines and {values} values could not be read, and were not compared"
                    ),
                )
                .into(),
            );
        }
        for path in &file.unreadable_files[side] {
            note(
                lang.pick(
                    &format!("{name}: {path} は (終わりまで) 読めません"),
                    &format!("{name}: {path} cannot be read (to its end)"),
                )
                .into(),
            );
        }
        for item in &file.only_items[side] {
            let (item, filled) = (&item.name, n(item.filled));
            note(
                lang.pick(
                    &format!("{name} だけにある項目: {item} (値のある行 {filled})"),
                    &format!("an item that only {name} has: {item} (filled in {filled} rows)"),
                )
                .into(),
            );
        }
        if file.doubled_keys[side] > 0 {
            let doubled = n(file.doubled_keys[side]);
            note(
                lang.pick(
                    &format!("{name}: 重複するキーが {doubled} あります"),
                    &format!("{name}: {doubled} keys stand more than once"),
                )
                .into(),
            );
        }
    }
    let mut items: Vec<_> = file.items.iter().collect();
    items.sort_by_key(|item| std::cmp::Reverse(item.changed + item.tolerated));
    let limit = if verbose { usize::MAX } else { ITEMS };
    for item in items.iter().take(limit) {
        let (changed, tolerated) = (n(item.changed), n(item.tolerated));
        let name = &item.name;
        note(
            lang.pick(
                &format!("{name}: 変更 {changed}、許容 {tolerated}"),
                &format!("{name}: {changed} changed, {tolerated} tolerated"),
            )
            .into(),
        );
    }
    if items.len() > limit {
        let more = items.len() - limit;
        note(lang.pick(&format!("ほかに {more} 項目"), &format!("and {more} more items")).into());
    }
}
