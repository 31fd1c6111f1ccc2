//! Every word that the reports say themselves, in both languages. What a finding says lives with its code.

use crate::facts::Facts;
use crate::number::grouped;
use utsushi_findings::{Both, Lang, Severity};

pub(crate) const fn both(ja: &'static str, en: &'static str) -> Both {
    Both { ja, en }
}

/// Words in both languages, a constant each.
macro_rules! words {
    ($($name:ident = $ja:literal, $en:literal;)+) => { $(pub(crate) const $name: Both = both($ja, $en);)+ };
}

pub(crate) use words;

words! {
    TITLE = "移行結果報告書", "Migration report";
    STANDARD = "標準", "Standard";
    MUNICIPALITY = "団体", "Municipality";
    MUNICIPALITY_CODE = "全国地方公共団体コード", "Municipality code";
    SKIP = "指摘一覧へ", "Skip to the findings";
    CONTENTS = "目次", "Contents";
    VERDICT = "判定", "Verdict";
    NUMBERS = "件数の概要", "In numbers";

    CHARACTERS = "文字の置き換え", "Characters written as others";
    REPERTOIRE = "移行先の文字の範囲", "Repertoire of the receiving side";
    GJ_VERSION = "行政事務標準文字 (GJ) の版", "Version of the GJ glyphs";
    SHRINK = "縮退の関係 (順)", "Relations of 縮退, in order";
    GAIJI_IDENTIFIED = "外字: 同定済み", "Gaiji identified";
    GAIJI_PENDING = "外字: 未同定", "Gaiji pending";
    GAIJI_REJECTED = "外字: 同定不能", "Gaiji that cannot be identified";
    NO_CHANGES = "どの文字も別の文字では書いていません。", "No character was written as another.";
    CHARACTER_FROM = "元の文字", "From";
    VENDOR_CODE = "外字コード", "Vendor code";
    CHARACTER_TO = "書いた文字", "To";
    RELATION = "関係", "Relation";
    MORE_CHANGES = "ここには多いものから 500 種だけを示します。すべては report.xlsx と manifest.json にあります。",
        "Only the 500 most frequent are shown; report.xlsx and manifest.json have all.";

    SAME_PERSON = "同一人物の候補 (名寄せ)", "Who may be the same person";
    SAME_PERSON_RULE = "候補は candidates.csv にあります。決めるのは人です。支援措置の人を含む組は行番号だけを示します。",
        "The candidates stand in candidates.csv, for people to decide. Of groups with a protected person only the rows are shown.";
    PERSONS_COMPARED = "比べた行", "Rows compared";
    PAIRS_LISTED = "候補の組", "Pairs listed";
    PAIR_GROUPS = "まとまり", "Groups";
    PAIR_CONFLICTS = "個人番号・決定と食い違う組", "Pairs against a 個人番号 or a decision";
    PAIRS_PROTECTED = "支援措置の人を含む組", "Pairs in groups with a protected person";
    PAIRS_NOT_LISTED = "多すぎて載せなかった組", "Pairs too many to list";
    PAIR_BANDS = "点ごとの組", "Pairs by score";
    PAIR_REASONS = "理由ごとの組", "Pairs by reason";
    PAIRS_NOT_COMPARED = "同じ鍵の行が多すぎ、その鍵では比べなかった組", "Pairs not compared by a key that too many rows share";
    SCORE_FROM = "点", "Score from";
    PAIR_REASON = "理由", "Reason";
    PERSON_DECISIONS = "決定 (同一・別人・保留・疑義・対応表の行)", "Decisions (same, different, later, in doubt, lines of the crosswalk)";

    LAYOUT_DIFF = "レイアウトの違い", "Differences between layouts";
    NO_DIFFERENCES = "違いはありません。", "There are no differences.";
    FILES_ADDED = "追加されたファイル", "Files added";
    FILES_REMOVED = "なくなったファイル", "Files removed";
    WHAT_CHANGED = "変わったもの", "What changed";
    WAS = "旧", "Was";
    IS = "新", "Is";
    ADDED = "追加", "Added";
    REMOVED = "削除", "Removed";
    RENAMED = "改名", "Renamed";

    RECORDS = "読み込んだレコード", "Records read";
    ATTENTION = "確認が必要なレコード", "Records needing attention";
    REJECTED_RECORDS = "不受理のレコード", "Records rejected";
    WRITTEN_ROWS = "出力した行", "Rows written";
    PLANNED_ROWS = "出力予定の行", "Rows to be written";
    DUPLICATE_ROWS = "重複として除いた行", "Rows removed as duplicates";
    LEFT_ROWS = "移行対象外の行", "Rows left behind";
    RECONCILED = "件数照合", "Reconciliation";
    CLOSES = "一致", "closes";
    OPEN = "不一致", "does not close";

    TARGETS = "移行ファイルごとの内訳", "What became of the records, by file";
    ACCOUNT = "件数照合表", "The account";
    ACCOUNT_RULE = "①＝②＋③、④＝⑤＋⑥＋⑦＋⑧。1 レコードが 1 行になるファイルでは ③＝④。差が 0 なら、読み込んだレコードの行き先はすべて説明されています。",
        "① = ② + ③ and ④ = ⑤ + ⑥ + ⑦ + ⑧; ③ = ④ where a record gives one row. Where the difference is 0, every record read is accounted for.";
    JOB_RULE = "レコード＝移行ファイルの対象＋どのファイルの対象でもない＋切り出せない。切り出せないレコードは、どのファイルでも読込・不受理に数えます。",
        "Records = routed + wanted by no file + could not be cut. One that could not be cut counts as read and rejected in every file.";
    BYTE_RULE = "バイト＝レコードのバイト＋枠のバイト。枠は、見出し・空行・BOM・^Z など、レコードでない部分です。",
        "Bytes = bytes of records + bytes of framing: headers, blank lines, byte order mark, ^Z.";
    JOB = "ジョブ", "Job";
    ROUTED = "移行ファイルの対象", "Routed";
    UNROUTED = "どのファイルの対象でもない", "Wanted by no file";
    BROKEN = "切り出せない", "Could not be cut";
    FILE = "ファイル", "File";
    FILE_NAME = "ファイル名称", "File name";
    RECORD_COUNT = "レコード", "Records";
    NOT_WANTED = "条件外", "Not wanted";
    WANTED = "対象", "Wanted";
    READ = "読込行", "Rows read";
    KEPT_UNTIL = "保存期限", "Kept until";
    KEPT_BY_LAW = "法定の保存期間内で移行", "Migrated since the law keeps them";
    CLEANSED = "重複の整理", "Duplicates";
    CLEANSED_RULE = "除いた行は duplicates/ に値つきであります。残した行と違う項目も分かります。",
        "The rows removed stand in duplicates/, with their values, the row that stays and what differs.";
    POLICY = "方針", "Policy";
    EXACT = "内容も同じで除外", "Removed: equal in every item";
    BY_KEY = "方針により除外", "Removed by policy";
    NOBODY = "決まらず不受理", "Rejected: none may win";
    KEPT_ASIDE = "除いた行", "Removed rows";
    RULES = "移行対象外の規則", "Rules for what is left behind";
    RULE = "規則", "Rule";
    CONDITION = "条件", "Condition";
    GROUND = "根拠", "Ground";
    APPROVED_BY = "承認者", "Approved by";
    APPROVED_ON = "承認日", "Approved on";
    RULES_RUN = "実行した検査規則", "Rules run";
    RULES_NOT_RUN = "実行しなかった検査規則", "Rules not run";
    NOT_RUN_RULE = "規則", "Rule";
    NOT_RUN_ITEMS = "調べる項目の役割", "Roles it looks at";
    NOT_RUN_TO = "相手のファイル", "Other file";
    NOT_RUN_WHY = "実行しなかった理由", "Why it was not run";
    WRITTEN = "出力", "Written";
    PLANNED = "出力予定", "To be written";
    REJECTED = "不受理", "Rejected";
    DUPLICATES = "重複", "Duplicates";
    LEFT_BEHIND = "移行対象外", "Left behind";
    DIFFERENCE = "差", "Difference";

    INPUTS = "受け取ったファイル", "Files received";
    PROJECT = "移行の定義ファイル", "Definitions used";
    PATH = "パス", "Path";
    BYTES = "バイト", "Bytes";
    RECORD_BYTES = "レコードのバイト", "Bytes of records";
    DIGEST = "SHA-256", "SHA-256";
    FRAMING_BYTES = "枠のバイト", "Bytes of framing";

    FINDING = "指摘", "Findings";
    FINDINGS = "指摘一覧", "Findings";
    NO_FINDINGS = "指摘はありません。", "There are no findings.";
    NUMBER = "番号", "No.";
    SEVERITY = "重大度", "Severity";
    CODE = "コード", "Code";
    WHAT = "内容", "Finding";
    PLACE = "ファイル・項目", "File and item";
    ITEM = "項目", "Item";
    WHOLE_RECORD = "レコード全体・ファイル", "Whole record or file";
    COUNT = "件数", "Count";
    ADVICE = "どうするか", "What to do";
    DECISION = "対応", "Decision";
    OWNER = "担当", "Owner";
    DUE = "期限", "Due";
    NOTES = "備考", "Notes";
    INPUT = "入力", "Input";
    RECORD = "レコード番号", "Record";
    LINE = "行", "Line";
    VALUE = "値", "Value";
    MESSAGE = "何が問題か", "What is wrong";
    MASKS = "値の 漢・あ・カ・A・9・記 は、その種類の文字を一つずつ伏せたものです。",
        "In values 漢 あ カ A 9 記 each stand for one character of that kind: kanji, hiragana, katakana, letter, digit, other.";
    EVERY_FINDING = "すべての指摘は findings.parquet に、コードごとに先頭の 1,000 件は findings.csv にあります。コードの詳しい説明: utsushi explain コード",
        "Every finding is in findings.parquet, the first 1,000 of each code in findings.csv. More about a code: utsushi explain CODE";

    FILTER = "指摘の絞り込み", "Filter the findings";
    ALL = "すべて", "All";
    SEARCH = "文字を探す", "Search";
    RESET = "絞り込みを解く", "Clear";
    OPEN_ALL = "例をすべて開く", "Open all examples";
    CLOSE_ALL = "例をすべて閉じる", "Close all examples";
    SHOWN = "{all} 種のうち {some} 種を表示", "{some} of {all} shown";
    PRINTED = "印刷すると、絞り込みに関わらずすべてが出ます。", "A print shows all of them, whatever the filter.";

    TOTALS = "検算値", "Control totals";
    TOTALS_RULE = "移行先に取り込んだ後も、同じ値になるはずです。", "They must come out the same once the data is loaded.";
    FILLED = "値のある行", "Filled";
    SHARE = "割合", "Share";
    SUM = "合計", "Sum";
    ROWS = "行数", "Rows";

    BASIS = "レイアウトの根拠", "Where the layouts come from";
    BASIS_OF = "根拠", "Basis";
    RECONSTRUCTED = "再構成", "reconstructed";
    OFFICIAL = "公式", "official";
    NOT_OFFICIAL = "再構成したレイアウトは、法令などから組み立てたもので、公式の仕様書ではありません。納める前に、公式のレイアウトと照らしてください。",
        "A reconstructed layout was put together from statutes and common practice and is not official. Compare it with the official one before you deliver.";

    OUTPUTS = "作成したファイル", "Files written";
    OUTPUTS_RULE = "この報告書 (report.html・report.xlsx) と manifest.json、run.json は、この一覧から作るものなので載りません。",
        "These reports (report.html, report.xlsx), manifest.json and run.json are not listed: they are made from this list.";
    KIND = "種別", "Kind";

    SIGNATURES = "確認欄", "Signatures";
    ROLE = "区分", "Role";
    OFFICE = "所属", "Office";
    NAME = "氏名・印", "Name and seal";
    DATE = "日付", "Date";
    MADE_BY = "utsushi {version} が作成しました。日時は含みません。同じ入力からは同じ報告書ができます。",
        "Made by utsushi {version}. No clock stands in it: the same input gives the same report.";
}

/// Who signs.
pub(crate) const ROLES: [Both; 3] = [
    both("作成 (移行事業者)", "Made by (vendor)"),
    both("確認 (担当課)", "Checked by (section in charge)"),
    both("承認", "Approved by"),
];

/// What may be decided about a finding.
pub(crate) const DECISIONS: [Both; 3] = [
    both("修正依頼", "ask to correct"),
    both("現状受入", "accept as it is"),
    both("原課で補正", "correct in the section"),
];

/// Names of the workbook's sheets.
pub(crate) const SHEETS: [Both; 5] = [
    both("概要", "Summary"),
    both("指摘一覧", "Findings"),
    both("例", "Examples"),
    both("ファイル", "Files"),
    both("文字", "Characters"),
];

pub(crate) fn severity(severity: Severity) -> Both {
    match severity {
        Severity::Error => both("エラー", "Error"),
        Severity::Warning => both("警告", "Warning"),
        Severity::Info => both("お知らせ", "Info"),
    }
}

/// A layout's basis in words; one that is not known stands as it is.
pub(crate) fn basis(basis: &str, lang: Lang) -> &str {
    match basis {
        "reconstructed" => RECONSTRUCTED.get(lang),
        "official" => OFFICIAL.get(lang),
        other => other,
    }
}

/// The verdict in one sentence.
pub(crate) fn verdict(facts: &Facts<'_>, lang: Lang) -> String {
    let (all, some) = (grouped(facts.records), grouped(facts.attention));
    let beside = facts.of(Severity::Error) + facts.of(Severity::Warning);
    if !facts.closes() {
        return lang
            .pick(
                "件数が合いません。このデータを使わないでください",
                "The account does not close: do not use this data",
            )
            .into();
    }
    match (facts.attention, beside, lang) {
        (0, 0, Lang::Ja) if facts.records == 0 => "レコードはありません".into(),
        (0, 0, Lang::En) if facts.records == 0 => "There are no records".into(),
        (0, 0, Lang::Ja) => format!("{all}件すべてに問題はありません"),
        (0, 0, Lang::En) => format!("All {all} records are in order"),
        (0, _, Lang::Ja) => format!("{all}件のレコードに問題はありませんが、ファイルに確認が必要です"),
        (0, _, Lang::En) => format!("All {all} records are in order, but a file needs attention"),
        (_, _, Lang::Ja) => format!("{all}件のうち{some}件に確認が必要です"),
        (1, _, Lang::En) => format!("1 of {all} records needs attention"),
        (_, _, Lang::En) => format!("{some} of {all} records need attention"),
    }
}

/// What the verdict's sentence leaves open.
pub(crate) fn more(facts: &Facts<'_>, lang: Lang) -> String {
    let mut parts = Vec::new();
    let rejected = grouped(facts.rejected);
    if facts.rejected > 0 {
        parts.push(match lang {
            Lang::Ja => format!("{rejected}件は受け付けられず、rejects/ に元のまま残しました。"),
            Lang::En => format!("{rejected} could not be accepted and are in rejects/ as they were."),
        });
    }
    if facts.closes() {
        let text = lang.pick(
            "読み込んだレコードは、一件残らず行き先が分かっています。",
            "Every record that was read is accounted for.",
        );
        parts.push(text.to_owned());
    }
    parts.join(lang.pick("", " "))
}

/// `エラー 30・警告 2・お知らせ 2`.
pub(crate) fn severities(facts: &Facts<'_>, lang: Lang) -> String {
    let counted = [Severity::Error, Severity::Warning, Severity::Info]
        .map(|of| format!("{} {}", severity(of).get(lang), grouped(facts.of(of))));
    counted.join(lang.pick("・", " · "))
}

/// How many kinds and cases of findings there are; and how many of them are not in the table.
pub(crate) fn findings(facts: &Facts<'_>, lang: Lang) -> String {
    let (kinds, all) = (grouped(facts.groups.len() as u64), grouped(facts.findings()));
    let missing = facts.findings().saturating_sub(facts.listed());
    let rest = match (missing, lang) {
        (0, _) => String::new(),
        (_, Lang::Ja) => format!(" このほか {} 件は、この表に載っていません。", grouped(missing)),
        (_, Lang::En) => format!(" {} more are not in this table.", grouped(missing)),
    };
    match lang {
        Lang::Ja => format!("指摘は {kinds} 種、{all} 件 ({}) です。{rest}", severities(facts, lang)),
        Lang::En => format!("{kinds} kinds of findings, {all} in all ({}).{rest}", severities(facts, lang)),
    }
}

/// The heading of a group's examples.
pub(crate) fn examples(shown: u64, all: u64, lang: Lang) -> String {
    let (some, every) = (grouped(shown), grouped(all));
    match (shown == all, lang) {
        (true, Lang::Ja) => format!("該当 {every} 件"),
        (true, Lang::En) if all == 1 => "1 case".into(),
        (true, Lang::En) => format!("{every} cases"),
        (false, Lang::Ja) => format!("例 {some} 件 (全 {every} 件)"),
        (false, Lang::En) => format!("{some} of {every} cases"),
    }
}

/// `3 ファイル`.
pub(crate) fn files(count: u64, lang: Lang) -> String {
    match (count, lang) {
        (_, Lang::Ja) => format!("{} ファイル", grouped(count)),
        (1, Lang::En) => "1 file".into(),
        (_, Lang::En) => format!("{} files", grouped(count)),
    }
}

/// What introduces the items without any value.
pub(crate) fn blank(count: u64, lang: Lang) -> String {
    match (count, lang) {
        (_, Lang::Ja) => format!("すべての行で空の項目 ({}):", grouped(count)),
        (1, Lang::En) => "1 item that is blank in every row:".into(),
        (_, Lang::En) => format!("{} items that are blank in every row:", grouped(count)),
    }
}

/// What opens the list of rules that were not run.
pub(crate) fn not_run(count: u64, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("実行しなかった検査規則 {} 件とその理由", grouped(count)),
        Lang::En => format!("Rules that were not run, and why ({})", grouped(count)),
    }
}

/// Why a rule was not run, from the manifest's word.
pub(crate) fn why(word: &str, lang: Lang) -> &str {
    let (ja, en) = match word {
        "no_base_date" => ("基準日 (base_date) がない", "no 基準日 (base_date)"),
        "file_not_delivered" => ("相手のファイルがない", "the other file is not there"),
        "item_not_mapped" => ("対応付けのない項目がある", "an item is fed by nothing"),
        "item_blank" => ("すべての行で空の項目がある", "an item is blank in every row"),
        "too_many_alike" => {
            ("同じキーの行が多すぎて全部は比べていない", "too many rows share one key to compare all")
        }
        other => (other, other),
    };
    lang.pick(ja, en)
}

/// `全体の 3.1%`.
pub(crate) fn share(percent: &str, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("全体の {percent}"),
        Lang::En => format!("{percent} of all"),
    }
}

/// How many kinds of characters were written as others, and how often.
pub(crate) fn changes(kinds: u64, count: u64, lang: Lang) -> String {
    let (kinds, count) = (grouped(kinds), grouped(count));
    match lang {
        Lang::Ja => {
            format!("{kinds} 種類、のべ {count} 文字を別の文字で書きました (外字の同定、代替文字、縮退)。")
        }
        Lang::En => format!(
            "{kinds} kinds of characters, {count} in all, were written as others (identified gaiji, substitutes, 縮退)."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{manifest, overview};
    use utsushi_delivery::Overview;

    #[test]
    fn the_verdict_says_how_many_of_how_many() {
        let (manifest, overview) = (manifest(), overview());
        let facts = Facts::new(&manifest, &overview);
        assert_eq!(verdict(&facts, Lang::Ja), "1,000件のうち31件に確認が必要です");
        assert_eq!(verdict(&facts, Lang::En), "31 of 1,000 records need attention");
    }

    #[test]
    fn an_account_that_does_not_close_is_the_verdict() {
        let mut manifest = manifest();
        manifest.jobs[0].unrouted += 1;
        let facts_of = Overview::default();
        let facts = Facts::new(&manifest, &facts_of);
        assert!(verdict(&facts, Lang::Ja).starts_with("件数が合いません"));
        assert!(!more(&facts, Lang::En).contains("accounted for"));
    }

    #[test]
    fn findings_beyond_an_extract_are_said_to_be_missing() {
        let (mut manifest, overview) = (manifest(), overview());
        assert!(!findings(&Facts::new(&manifest, &overview), Lang::En).contains("not in this table"));
        manifest.findings.error += 1_000;
        assert!(
            findings(&Facts::new(&manifest, &overview), Lang::En)
                .contains("1,000 more are not in this table")
        );
    }

    #[test]
    fn one_record_is_spoken_of_in_the_singular() {
        assert_eq!(examples(1, 1, Lang::En), "1 case");
        assert_eq!(files(1, Lang::En), "1 file");
    }
}
