//! What a clerk reads when a verification has ended: the verdict first, then how many, then where, then what to do.

use crate::causes::{Found, list};
use std::fmt::Write;
use std::path::Path;
use utsushi_findings::{Lang, Severity, find};
use utsushi_pipeline::verify::{Counts, Decision, FileState, Verification, VerifyOutcome};
use utsushi_report::grouped;

/// Codes and files listed unless `--verbose` asks for all.
const LISTED: usize = 10;

pub(crate) fn verdict(decision: Decision, lang: Lang) -> &'static str {
    match decision {
        Decision::Accept => lang.pick("受入可", "ACCEPT"),
        Decision::Conditional => lang.pick("条件付き受入可", "ACCEPT WITH CONDITIONS"),
        Decision::Refuse => lang.pick("受入不可", "REFUSE"),
    }
}

pub(crate) fn of(outcome: &VerifyOutcome, out: &Path, verbose: bool, lang: Lang) -> String {
    let result = &outcome.verification;
    let mut text = String::new();
    let _ = writeln!(text, "{}: {}", lang.pick("判定", "verdict"), verdict(result.verdict.decision, lang));
    for reason in &result.verdict.reasons {
        let codes: Vec<String> =
            reason.codes.iter().map(|(code, count)| format!("{code} {}", grouped(*count))).collect();
        let _ =
            writeln!(text, "  {} ← {} ({})", verdict(reason.decision, lang), reason.text, codes.join(", "));
    }
    let delivery = &result.delivery;
    let there = result.files.iter().filter(|file| file.state != FileState::Missing).count();
    let missing = result.files.len() - there;
    let _ = writeln!(
        text,
        "{}",
        lang.pick(
            &format!(
                "{}: 移行ファイル {there} (不足 {missing})、{} 行、業務 {}",
                delivery.name,
                grouped(delivery.rows),
                result.businesses.len()
            ),
            &format!(
                "{}: {there} standard files ({missing} missing), {} rows, {} businesses",
                delivery.name,
                grouped(delivery.rows),
                result.businesses.len()
            )
        )
    );
    for business in &result.businesses {
        let all = business.heights.values().fold(Counts::default(), |all, one| Counts {
            error: all.error + one.error,
            warning: all.warning + one.warning,
            info: all.info + one.info,
        });
        let _ = writeln!(
            text,
            "  {:02} {}: {}  {} {}  {} {}  {} {}",
            business.number,
            business.name,
            verdict(business.decision, lang),
            lang.pick("行", "rows"),
            grouped(business.rows),
            lang.pick("エラー", "errors"),
            grouped(all.error),
            lang.pick("警告", "warnings"),
            grouped(all.warning),
        );
    }
    let findings = &result.findings;
    let (errors, warnings, infos) =
        (grouped(findings.error), grouped(findings.warning), grouped(findings.info));
    let heading = lang
        .pick(
            &format!("指摘: エラー {errors}、警告 {warnings}、お知らせ {infos}"),
            &format!("findings: {errors} errors, {warnings} warnings, {infos} for information"),
        )
        .to_owned();
    let _ = writeln!(text, "{heading}");
    let found = findings.codes.iter().filter_map(|(id, count)| found(result, id, *count)).collect();
    text.push_str(&list(found, if verbose { usize::MAX } else { LISTED }, lang));
    let not_run = result.standard.rules_not_run.len();
    if not_run > 0 {
        let line = lang
            .pick(
                &format!(
                    "実行できなかった規則が {not_run} あります (verification.json の standard.rules_not_run)"
                ),
                &format!("{not_run} rules could not be run (standard.rules_not_run in verification.json)"),
            )
            .to_owned();
        let _ = writeln!(text, "{line}");
    }
    if result.base_date.is_none() {
        let line = lang.pick(
            "基準日が分からないので、基準日による検査はしていません: --base-date で指定してください",
            "the day of the data is not known, so nothing was checked against it: name it with --base-date",
        );
        let _ = writeln!(text, "{line}");
    }
    let shown = out.display();
    let line = lang
        .pick(
            &format!("結果は {shown} にあります (report.html、report.xlsx、findings.csv)。コードの意味と直し方: utsushi explain コード"),
            &format!("the result is in {shown} (report.html, report.xlsx, findings.csv); what a code means: utsushi explain CODE"),
        )
        .to_owned();
    let _ = writeln!(text, "{line}");
    if verbose {
        let seconds = outcome.time.as_secs_f64();
        let memory = outcome.peak_memory.map_or(String::new(), |bytes| format!(", {} MiB", bytes >> 20));
        let rate = if seconds > 0.0 { delivery.bytes as f64 / 1e6 / seconds } else { 0.0 };
        let _ = writeln!(text, "{seconds:.2} s, {rate:.0} MB/s{memory}");
    }
    text
}

/// Findings of a code, as severe as the profile says, with the first place that is known of them.
fn found(result: &Verification, id: &str, count: u64) -> Option<Found> {
    let groups = || result.groups.iter().filter(|group| group.code == id);
    let named =
        |name: &str| [Severity::Error, Severity::Warning].into_iter().find(|known| known.name() == name);
    let severity =
        groups().next().map_or(Severity::Info, |group| named(&group.severity).unwrap_or(Severity::Info));
    let place = groups().find_map(|group| group.examples.first());
    let place = place.map(|example| (example.path.clone(), example.record));
    Some(Found { code: find(id)?, severity, count, place })
}
