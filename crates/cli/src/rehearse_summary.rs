//! What a person reads when a rehearsal has ended: how it went, what changed and why, and what the whole will take.

use crate::verify_summary::verdict;
use std::fmt::Write;
use std::path::Path;
use utsushi_delivery::forecast::Forecast;
use utsushi_delivery::rehearsal::Rehearsal;
use utsushi_findings::{Lang, find};
use utsushi_pipeline::{HISTORY_PAGE, Rehearsed};
use utsushi_report::rehearsal_words::{between, figure, remaining, rests_on, setting, share_text};
use utsushi_report::{
    Change, FindingChange, RehearsalChanges, Where, bytes_text, grouped, rehearsal_changes, seconds_text,
};

/// Lines of each kind unless `--verbose` asks for all.
const LISTED: usize = 12;

pub(crate) fn of(done: &Rehearsed, entry: &Rehearsal, history: &Path, verbose: bool, lang: Lang) -> String {
    let mut text = String::new();
    let limit = if verbose { usize::MAX } else { LISTED };
    head(&mut text, entry, lang);
    match rehearsal_changes(&done.history.entries, entry) {
        Some(changes) => difference(&mut text, &changes, limit, lang),
        None => {
            let line = lang.pick(
                "比べられる前回のリハーサルはありません。",
                "there is no earlier rehearsal to compare with",
            );
            let _ = writeln!(text, "{line}");
        }
    }
    sample(&mut text, entry, limit, lang);
    forecast(&mut text, &done.forecast, lang);
    let (path, page) = (done.path.display(), history.join(HISTORY_PAGE));
    let page = page.display();
    let line = lang
        .pick(&format!("記録: {path}、推移: {page}"), &format!("kept as {path}; trends: {page}"))
        .to_owned();
    let _ = writeln!(text, "{line}");
    text
}

fn head(text: &mut String, entry: &Rehearsal, lang: Lang) {
    let (number, records) = (entry.number, grouped(entry.records()));
    let rejected = grouped(entry.jobs.iter().map(|job| job.rejected).sum());
    let counts = &entry.conversion.findings;
    let (errors, warnings) = (grouped(counts.error), grouped(counts.warning));
    let of = match &entry.sample {
        None => String::new(),
        Some(sample) => {
            let (share, left) =
                (share_text(sample.millionths), entry.jobs.iter().map(|job| job.left_out).sum());
            let left = grouped(left);
            lang.pick(
                &format!(" (世帯と人の {share} の標本、標本外 {left} 件)"),
                &format!(" (a sample of {share} of households and persons; {left} records not in it)"),
            )
            .to_owned()
        }
    };
    let line = lang
        .pick(
            &format!("リハーサル {number}: {records} 件{of}、変換のエラー {errors}、警告 {warnings}、不受理 {rejected}"),
            &format!("rehearsal {number}: {records} records{of}, {errors} errors and {warnings} warnings in converting, {rejected} rejected"),
        )
        .to_owned();
    let _ = writeln!(text, "{line}");
    let found = &entry.delivery.found.findings;
    let (errors, warnings) = (grouped(found.error), grouped(found.warning));
    let decision = verdict(entry.delivery.decision, lang);
    let line = lang
        .pick(
            &format!("検証の判定: {decision} (エラー {errors}、警告 {warnings})"),
            &format!("verdict of the verification: {decision} ({errors} errors, {warnings} warnings)"),
        )
        .to_owned();
    let _ = writeln!(text, "{line}");
    if let Some(there) = &entry.characters {
        let (kinds, uses) = (there.open.kinds + there.rejected.kinds, there.open.uses + there.rejected.uses);
        let (outside, kinds, uses) = (grouped(there.outside.kinds), grouped(kinds), grouped(uses));
        let line = lang
            .pick(
                &format!("残っている外字: {kinds} 種 {uses} 回、範囲外の文字: {outside} 種"),
                &format!("gaiji that remain: {kinds} kinds, {uses} uses; characters outside the repertoire: {outside} kinds"),
            )
            .to_owned();
        let _ = writeln!(text, "{line}");
    }
    let (convert, verify) =
        (seconds_text(entry.seconds.convert, lang), seconds_text(entry.seconds.verify, lang));
    let line = lang
        .pick(
            &format!("時間: 変換 {convert}、検証 {verify}"),
            &format!("time: converting {convert}, verifying {verify}"),
        )
        .to_owned();
    let _ = writeln!(text, "{line}");
}

fn difference(text: &mut String, changes: &RehearsalChanges, limit: usize, lang: Lang) {
    let before = changes.before;
    let line = lang
        .pick(&format!("リハーサル {before} からの変化:"), &format!("since rehearsal {before}:"))
        .to_owned();
    let _ = writeln!(text, "{line}");
    let files = [
        (lang.pick("変わった", "edited"), &changes.edited),
        (lang.pick("加わった", "added"), &changes.added),
        (lang.pick("なくなった", "removed"), &changes.removed),
    ];
    for (how, files) in files {
        for (_, path) in files.iter().take(limit) {
            let _ = writeln!(text, "  {how}: {path}");
        }
        more(text, files.len(), limit, lang);
    }
    for file in changes.layouts.iter().take(limit) {
        let _ = writeln!(text, "  {}: {file}", lang.pick("レイアウトが変わった", "another layout"));
    }
    for name in &changes.settings {
        let _ = writeln!(text, "  {}: {}", lang.pick("変わった", "another"), setting(name, lang));
    }
    if changes.nothing_read_differs() && changes.settings.is_empty() {
        let line = lang.pick("入力も定義も表も同じ", "inputs, definitions and tables are the same");
        let _ = writeln!(text, "  {line}");
    }
    let ways = [
        (Change::New, lang.pick("新しい指摘", "new")),
        (Change::Worse, lang.pick("増えた指摘", "worse")),
        (Change::Better, lang.pick("減った指摘", "better")),
        (Change::Gone, lang.pick("なくなった指摘", "gone")),
    ];
    for (way, name) in ways {
        let all: Vec<&FindingChange> = changes.findings.iter().filter(|one| one.direction == way).collect();
        if all.is_empty() {
            continue;
        }
        let _ = writeln!(text, "  {name} ({}):", all.len());
        for one in all.iter().take(limit) {
            let _ = writeln!(text, "    {}", finding(one, lang));
        }
        more(text, all.len(), limit, lang);
    }
    if changes.findings.is_empty() {
        let _ = writeln!(text, "  {}", lang.pick("指摘は同じ", "the findings are the same"));
    }
    for one in changes.accounts.iter().take(limit) {
        let (before, now) = (grouped(one.before), grouped(one.now));
        let _ = writeln!(text, "  {} {}: {} {before} → {now}", one.file, one.name, figure(one.figure, lang));
    }
    more(text, changes.accounts.len(), limit, lang);
    for one in &changes.characters {
        let (before, now) = (grouped(one.before), grouped(one.now));
        let _ = writeln!(text, "  {}: {before} → {now}", remaining(one.name, lang));
    }
    let (before, now) = changes.seconds;
    let _ = writeln!(
        text,
        "  {}: {} → {}",
        lang.pick("変換と検証の時間", "time of converting and verifying"),
        seconds_text(before, lang),
        seconds_text(now, lang)
    );
}

/// `DAT002 01.resident 生年月日: 9 → 3  A date that …`.
fn finding(one: &FindingChange, lang: Lang) -> String {
    let mut place = String::new();
    for part in [&one.file, &one.item] {
        if !part.is_empty() {
            let _ = write!(place, " {part}");
        }
    }
    let title = find(&one.code).map_or("", |code| code.0.title.get(lang));
    let made = match one.place {
        Where::Conversion => "",
        Where::Delivery => lang.pick(" (検証)", " (verifying)"),
    };
    format!("{}{place}{made}: {} → {}  {title}", one.code, grouped(one.before), grouped(one.now))
}

fn more(text: &mut String, all: usize, limit: usize, lang: Lang) {
    if all > limit {
        let left = all - limit;
        let line = lang
            .pick(&format!("ほかに {left} (-v ですべて)"), &format!("and {left} more (-v lists all)"))
            .to_owned();
        let _ = writeln!(text, "    {line}");
    }
}

fn sample(text: &mut String, entry: &Rehearsal, limit: usize, lang: Lang) {
    let Some(sample) = &entry.sample else { return };
    let (rules, codes) = (sample.not_judged.len(), sample.codes_off.join(", "));
    let line = lang
        .pick(
            &format!("標本では判断できず実行しなかったもの: 規則 {rules}、コード {codes}"),
            &format!("not judged on a sample: {rules} rules; the codes {codes}"),
        )
        .to_owned();
    let _ = writeln!(text, "{line}");
    for rule in sample.not_judged.iter().take(limit) {
        let to = rule.to.as_ref().map(|to| format!(" → {to}")).unwrap_or_default();
        let _ = writeln!(text, "  {} {}{to}", rule.file, rule.rule);
    }
    more(text, rules, limit, lang);
}

/// What the whole will take.
pub(crate) fn forecast(text: &mut String, forecast: &Forecast, lang: Lang) {
    if !forecast.is_known() {
        return;
    }
    let (total, spread) = (seconds_text(forecast.total.seconds, lang), between(forecast.total, lang));
    let (output, peak) = (bytes_text(forecast.disk.output_bytes), bytes_text(forecast.disk.peak_bytes));
    let line = lang
        .pick(
            &format!("本番 (全件) の見込み: {total} ({spread})、出力 {output}、実行中に最大 {peak}"),
            &format!(
                "expected of the whole: {total} ({spread}), output {output}, at most {peak} while it runs"
            ),
        )
        .to_owned();
    let _ = writeln!(text, "{line}");
    let _ = writeln!(text, "  {}", rests_on(&forecast.rests_on, lang));
}
