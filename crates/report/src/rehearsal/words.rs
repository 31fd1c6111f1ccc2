//! Words of the page over a history, and figures as people say them.

use crate::words::{both, words};
use utsushi_delivery::forecast::{RestsOn, Span};
use utsushi_delivery::rehearsal::{CheckState, Rehearsal, moment};
use utsushi_findings::{Both, Lang};

words! {
    TITLE = "移行リハーサルの記録", "Rehearsals of the migration";
    MADE_BY = "utsushi {version} が作成しました。リハーサルのたびに作り直します。レコードの値は含みません。",
        "Made by utsushi {version}, anew after every rehearsal. No value of any record stands in it.";
    SKIP = "推移へ", "Skip to the trends";
    REHEARSALS = "リハーサル", "Rehearsals";
    REHEARSAL = "回", "No.";
    LAST = "最新", "Latest";
    WHEN = "日時 (UTC)", "When (UTC)";
    CLEAN = "最新のリハーサルに、エラーも不受理もありません", "The latest rehearsal has neither errors nor rejected records";
    NOT_CLEAN = "最新のリハーサルに、直すものが残っています", "The latest rehearsal still has something to mend";
    ERRORS_LEFT = "変換のエラー", "Errors in converting";
    DELIVERY_ERRORS = "検証のエラー", "Errors in verifying";
    WARNINGS_LEFT = "変換の警告", "Warnings in converting";
    REJECTED_LEFT = "不受理のレコード", "Records rejected";
    GAIJI_LEFT = "未同定・同定不能の外字 (種)", "Gaiji not identified (kinds)";
    TIME_TAKEN = "変換と検証の時間", "Time of converting and verifying";

    CHANGES = "前回からの変化", "Since the last one";
    NO_EARLIER = "比べられる前回がありません。", "There is no earlier one to compare with.";
    NOTHING = "変わったものはありません。", "Nothing changed.";
    FINDINGS_CHANGED = "指摘の変化", "Findings that changed";
    ACCOUNTS_CHANGED = "件数の変化", "Accounts that changed";
    DIFFERS = "読んだものの違い", "What was read and differs";
    NOTHING_DIFFERS = "入力も定義も表も、前回と同じです。", "Inputs, definitions and tables are the same as last time.";
    EDITED = "変わった", "edited";
    ADDED = "加わった", "added";
    REMOVED = "なくなった", "removed";
    LAYOUT_CHANGED = "レイアウトが変わった", "another layout";
    PLACE_MADE = "段階", "Step";
    CONVERSION = "変換", "converting";
    DELIVERY = "検証", "verifying";
    FIGURE = "数", "Figure";
    BEFORE = "前回", "Last time";
    NOW = "今回", "Now";
    WHICH_WAY = "変化", "Change";

    TRENDS = "推移", "Trends";
    ERRORS_BY_CODE = "コードごとのエラー (変換)", "Errors by code (converting)";
    DELIVERY_BY_CODE = "コードごとのエラー (検証)", "Errors by code (verifying)";
    TIME_BY_JOB = "ジョブごとの時間 (秒)", "Time by job (seconds)";
    TIME_BY_STAGE = "工程ごとの時間 (全スレッドの秒)", "Time by stage (seconds over all threads)";
    CHARACTERS_LEFT = "残っている外字と範囲外の文字 (使用回数)", "Gaiji and other characters that remain (uses)";
    OTHERS = "その他", "others";
    BESIDES = "そのほかの処理", "besides";
    VERIFYING = "検証", "verifying";
    OPEN_GAIJI = "未同定の外字", "gaiji not identified";
    REJECTED_GAIJI = "同定不能の外字", "gaiji that cannot be identified";
    OUTSIDE = "範囲外の文字", "characters outside the repertoire";
    FIGURES = "図の数値", "The figures";
    SAMPLES_SMALL = "% の付いた回は標本だけを見たもので、件数も時間もその分だけです。",
        "A rehearsal marked with % looked at a sample: its counts and times are those of the sample.";

    READINESS = "業務ごとの準備状況", "Readiness by business";
    READINESS_RULE = "どの数も最新のリハーサルから数えたものです。✓ 妨げなし、✕ 妨げあり (その数)、－ 判断の材料なし。",
        "Every figure is counted in the latest rehearsal. ✓ nothing in the way, ✕ something in the way (how much), － nothing to judge by.";
    BUSINESS = "業務", "Business";
    TABLES = "表の特定", "Tables identified";
    TABLES_RULE = "標準のファイルのうち出すもの / 標準にあるもの。妨げ: どこにも出ないレコードと切り出せないレコード",
        "files fed / files of the standard; in the way: records that feed nothing or cannot be cut";
    MAPPINGS = "対応付け", "Mappings complete";
    MAPPINGS_RULE = "対応付けた項目 / 全項目。妨げ: 対応付けのない必須項目、値があるのにどこにも出ない元の項目、コード表にない値のある項目",
        "items fed / items; in the way: required items not fed, vendor fields with data that feed nothing, items with values no code table has";
    CHARACTERS = "外字の同定", "Characters identified";
    CHARACTERS_RULE = "同定した外字 / 使われている外字 (種)。妨げ: 未同定・同定不能の外字と範囲外の文字",
        "gaiji identified / gaiji used (kinds); in the way: the rest, and characters outside the repertoire";
    REFERENCES = "参照の整合", "References closed";
    REFERENCES_RULE = "実行した参照の規則 / 全規則。妨げ: 行き先のない参照",
        "rules on references run / all of them; in the way: references that lead nowhere";
    TOTALS = "合計の一致", "Totals agree";
    TOTALS_RULE = "一致した合計 / 照合した合計。妨げ: 一致しない合計", "figures that agree / figures compared; in the way: those that differ";
    VERDICT = "検証の判定", "Verdict";
    READY = "妨げなし", "nothing in the way";
    OPEN = "妨げあり", "in the way:";
    NOT_JUDGED = "判断の材料なし", "nothing to judge by";

    FORECAST = "本番の見込み", "Forecast of the cutover";
    UNKNOWN_YET = "見込みを立てる材料がまだありません。", "There is nothing to go by yet.";
    JOB = "ジョブ (長いものから)", "Job (the longest first)";
    BYTES = "入力のバイト", "Bytes of input";
    EXPECTED = "見込み", "Expected";
    BETWEEN = "幅", "Between";
    RESTS_ON = "根拠の測定 (回)", "Measurements";
    TOTAL = "合計", "Total";
    DISK_OUTPUT = "出力に要る容量", "Room for the output";
    DISK_PEAK = "実行中に要る容量 (最大)", "Room while it runs, at most";

    ALL_OF_THEM = "リハーサルの一覧", "All rehearsals";
    SAMPLE = "対象", "Of";
    EVERYTHING = "全件", "everything";
    RECORDS = "レコード", "Records";
    MACHINE = "機械", "Machine";
    NOT_JUDGED_RULES = "標本では判断できず実行しなかったもの", "Not judged on a sample";
}

/// What a line of the checklist says.
pub(super) fn check(state: CheckState) -> (&'static str, &'static str, Both) {
    match state {
        CheckState::Ready => ("✓", "clean", READY),
        CheckState::Open => ("✕", "wrong", OPEN),
        CheckState::NotJudged => ("－", "none", NOT_JUDGED),
    }
}

/// A figure of an account.
pub fn figure(name: &str, lang: Lang) -> &str {
    let both = match name {
        "read" => crate::words::READ,
        "written" => crate::words::WRITTEN,
        "rejected" => crate::words::REJECTED,
        "duplicates" => crate::words::DUPLICATES,
        "left_behind" => crate::words::LEFT_BEHIND,
        other => return other,
    };
    both.get(lang)
}

/// Characters that remain, by the name of their count.
pub fn remaining(name: &str, lang: Lang) -> &str {
    let both = match name {
        "open" => OPEN_GAIJI,
        "rejected" => REJECTED_GAIJI,
        "outside" => OUTSIDE,
        other => return other,
    };
    both.get(lang)
}

/// What else differs between two rehearsals.
pub fn setting(name: &str, lang: Lang) -> &str {
    let (ja, en) = match name {
        "version" => ("utsushi の版", "version of utsushi"),
        "machine" => ("機械・スレッド数", "machine or threads"),
        "memory" => ("メモリーの上限", "memory allowed"),
        "base_date" => ("基準日", "the day of the data"),
        other => (other, other),
    };
    lang.pick(ja, en)
}

/// `2026-11-23 06:28`.
pub(super) fn when(entry: &Rehearsal) -> String {
    moment(entry.began).chars().take(16).collect::<String>().replace('T', " ")
}

/// `5%`.
pub fn share_text(millionths: u32) -> String {
    let text = format!("{:.4}", f64::from(millionths) / 10_000.0);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// What a rehearsal looked at.
pub(super) fn looked_at(entry: &Rehearsal, lang: Lang) -> String {
    entry.sample.as_ref().map_or_else(|| EVERYTHING.get(lang).to_owned(), |one| share_text(one.millionths))
}

/// Seconds as people say them: `0.42 s`, `12 s`, `3 min 20 s`, `2 h 05 min`.
pub fn seconds_text(seconds: f64, lang: Lang) -> String {
    let whole = seconds.round() as u64;
    match lang {
        _ if seconds < 9.995 => format!("{seconds:.2} {}", lang.pick("秒", "s")),
        Lang::Ja if whole < 60 => format!("{whole} 秒"),
        Lang::En if whole < 60 => format!("{whole} s"),
        Lang::Ja if whole < 3_600 => format!("{} 分 {:02} 秒", whole / 60, whole % 60),
        Lang::En if whole < 3_600 => format!("{} min {:02} s", whole / 60, whole % 60),
        Lang::Ja => format!("{} 時間 {:02} 分", whole / 3_600, whole / 60 % 60),
        Lang::En => format!("{} h {:02} min", whole / 3_600, whole / 60 % 60),
    }
}

/// Bytes as people say them: `512 KiB`, `3.2 GiB`.
pub fn bytes_text(bytes: u64) -> String {
    let mut value = bytes as f64;
    let mut unit = "B";
    for next in ["KiB", "MiB", "GiB", "TiB"] {
        if value < 1_024.0 {
            break;
        }
        (value, unit) = (value / 1_024.0, next);
    }
    if unit == "B" || value >= 100.0 { format!("{value:.0} {unit}") } else { format!("{value:.1} {unit}") }
}

/// `9 min to 12 min`; or that one measurement alone has no spread.
pub fn between(span: Span, lang: Lang) -> String {
    let (low, high) = (seconds_text(span.low, lang), seconds_text(span.high, lang));
    if span.low == span.high {
        return lang.pick("幅は不明", "spread not known").to_owned();
    }
    match lang {
        _ if low == high => low,
        Lang::Ja => format!("{low} ～ {high}"),
        Lang::En => format!("{low} to {high}"),
    }
}

/// What an estimate rests on, in a sentence.
pub fn rests_on(rests: &RestsOn, lang: Lang) -> String {
    let numbers: Vec<String> = rests.rehearsals.iter().map(u32::to_string).collect();
    let numbers = numbers.join(lang.pick("・", ", "));
    let mut text = match (rests.measured_bytes, rests.rehearsals.is_empty()) {
        (Some(bytes), _) => {
            let bytes = bytes_text(bytes);
            lang.pick(
                &format!("いまこの機械で入力の先頭 {bytes} を変換・検証して測った時間を、入力のバイト数で伸ばしたものです。"),
                &format!("Measured just now on this machine on the first {bytes} of input, scaled by the bytes of the inputs."),
            )
            .to_owned()
        }
        (None, true) => UNKNOWN_YET.get(lang).to_owned(),
        (None, false) => lang
            .pick(
                &format!("リハーサル {numbers} の時間を、入力のバイト数で伸ばしたものです。"),
                &format!("From the times of rehearsal {numbers}, scaled by the bytes of the inputs."),
            )
            .to_owned(),
    };
    if rests.samples {
        text += lang.pick(
            " 一部だけを測ったので、開始・終了に要る一定の時間も伸ばされ、長めに出ます。",
            " Only a part was measured: the time that every run takes is scaled too, so it comes out long.",
        );
    }
    if !rests.rehearsals.is_empty() && !rests.same_machine {
        text += lang.pick(
            " ほかの機械 (プロセッサーかスレッドの数が違う) の記録です。",
            " They ran on another machine (other processors or threads).",
        );
    }
    if !rests.rehearsals.is_empty() || rests.measured_bytes.is_some() {
        text += lang.pick(
            " 幅は測定どうしの幅、一回だけのジョブでは四分の一ごとの速さの幅です。",
            " The spread is that between the measurements; with one alone, that of its quarters.",
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_said_as_people_say_them() {
        let english = [0.4249, 9.99, 59.6, 200.0, 7_500.0].map(|one| seconds_text(one, Lang::En));
        assert_eq!(english, ["0.42 s", "9.99 s", "1 min 00 s", "3 min 20 s", "2 h 05 min"]);
        assert_eq!(seconds_text(200.0, Lang::Ja), "3 分 20 秒");
        assert_eq!([0, 1_023, 1_536, 200 << 20].map(bytes_text), ["0 B", "1023 B", "1.5 KiB", "200 MiB"]);
        assert_eq!([50_000, 1, 333_300, 1_000_000].map(share_text), ["5%", "0.0001%", "33.33%", "100%"]);
    }
}
