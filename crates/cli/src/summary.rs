//! What a person reads when a run has ended: first how it went, then where to look.

use crate::causes::{Found, list};
use std::fmt::Write;
use std::path::Path;
use utsushi_findings::{Code, Lang, Severity};
use utsushi_pipeline::Outcome;
use utsushi_report::grouped;

/// Codes listed unless `--verbose` asks for all.
const CODES: usize = 8;

pub(crate) fn of(outcome: &Outcome, out: &Path, check_only: bool, verbose: bool, lang: Lang) -> String {
    let mut text = String::new();
    let manifest = &outcome.manifest;
    let records: u64 = manifest.jobs.iter().map(|job| job.records).sum();
    let attention: u64 = manifest.jobs.iter().map(|job| job.attention).sum();
    let rejected: u64 = manifest.jobs.iter().map(|job| job.rejected_records).sum();
    let shown = out.display();
    let (all, some) = (grouped(records), grouped(attention));
    let nothing = attention == 0 && outcome.tally.of(Severity::Error) == 0;
    let line = if attention == 0 && !nothing {
        lang.pick(
            &format!("完了: {all} 件のレコードに問題はありませんが、ファイルについてのエラーがあります。{shown}/findings.csv を見てください。"),
            &format!("done; all {all} records are in order, but there are errors about files, see {shown}/findings.csv"),
        )
        .to_owned()
    } else if nothing {
        lang.pick(
            &format!("完了: {all} 件すべてに問題はありません。"),
            &format!("done; all {all} records are in order."),
        )
        .to_owned()
    } else {
        lang.pick(
            &format!("完了: {all} 件のうち {some} 件に確認が必要です。{shown}/findings.csv を見てください。"),
            &format!("done; {some} of {all} records need attention, see {shown}/findings.csv"),
        )
        .to_owned()
    };
    let _ = writeln!(text, "{line}");
    for job in &manifest.jobs {
        for account in &job.targets {
            let name = manifest
                .standard
                .layouts
                .iter()
                .find(|layout| layout.file == account.file)
                .map_or("", |layout| layout.name.as_str());
            let parts = [
                (lang.pick("読込", "read"), account.read, true),
                (lang.pick(if check_only { "出力予定" } else { "出力" }, "written"), account.written, true),
                (lang.pick("不受理", "rejected"), account.rejected, true),
                (lang.pick("重複", "duplicates"), account.duplicates, false),
                (lang.pick("移行対象外", "left behind"), account.left_behind, false),
            ];
            let _ = write!(text, "  {} {name}:", account.file);
            for (label, count, always) in parts {
                if always || count > 0 {
                    let _ = write!(text, "  {label} {}", grouped(count));
                }
            }
            text.push('\n');
        }
        if job.unrouted > 0 {
            let count = grouped(job.unrouted);
            let label = lang.pick("どの移行ファイルにも出ないレコード", "records that feed no file");
            let _ = writeln!(text, "  {}: {label}  {count}", job.name);
        }
    }
    let found: Vec<Found> = outcome.tally.iter().map(|(code, count)| found(outcome, code, count)).collect();
    if !found.is_empty() {
        let counts = &manifest.findings;
        let (errors, warnings, infos) =
            (grouped(counts.error), grouped(counts.warning), grouped(counts.info));
        let heading = lang
            .pick(
                &format!("指摘: エラー {errors}、警告 {warnings}、お知らせ {infos}"),
                &format!("findings: {errors} errors, {warnings} warnings, {infos} for information"),
            )
            .to_owned();
        let _ = writeln!(text, "{heading}");
        text.push_str(&list(found, if verbose { usize::MAX } else { CODES }, lang));
        let _ = writeln!(
            text,
            "{}",
            lang.pick(
                "コードの意味と直し方: utsushi explain コード",
                "what a code means and what to do: utsushi explain CODE"
            )
        );
    }
    if rejected > 0 {
        let count = grouped(rejected);
        let line = lang
            .pick(
                &format!("受け付けなかった {count} 件は {shown}/rejects/ に元のまま、理由は rejects.csv にあります。"),
                &format!("the {count} rejected records are in {shown}/rejects/ as they were; rejects.csv says why"),
            )
            .to_owned();
        let _ = writeln!(text, "{line}");
    }
    if verbose {
        let seconds = outcome.time.as_secs_f64();
        let memory = outcome.peak_memory.map_or(String::new(), |bytes| format!(", {} MiB", bytes >> 20));
        let rate = grouped(if seconds > 0.0 { (records as f64 / seconds) as u64 } else { 0 });
        let _ = writeln!(text, "{seconds:.2} s, {rate} records/s{memory}");
    }
    text
}

/// Findings of a code, with the first place that is known of them.
fn found(outcome: &Outcome, code: Code, count: u64) -> Found {
    let mut groups = outcome.overview.groups.iter().filter(|group| group.code == code);
    let place = groups.find_map(|group| group.examples.first());
    Found {
        code,
        severity: code.0.severity,
        count,
        place: place.map(|example| (example.input.clone(), example.record)),
    }
}
