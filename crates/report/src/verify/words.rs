//! Every word that the pages about a delivery say themselves, in both languages. What a finding says comes with the result.

use super::changes::Change;
use crate::words::{both, words};
use utsushi_delivery::verification::{Decision, FileState};
use utsushi_findings::{Both, Lang};

words! {
    TITLE = "納品物 検証報告書", "Verification of a delivery";
    NO_MUNICIPALITY = "(団体名の記載なし)", "(no municipality named)";
    DELIVERY = "納品物", "Delivery";
    BASE_DATE = "基準日", "基準日 (day of the data)";
    UNKNOWN = "不明", "not known";
    REPERTOIRE = "文字の範囲", "Repertoire";
    DIGEST_OF = "の SHA-256", "SHA-256 of";
    FILE_LIST = "ファイル一覧", "the list of files";
    MATCH = "署名した写しは、この SHA-256 が一致する納品物についてのものです。", "A signed copy is about the delivery with this SHA-256.";
    LIST_RULE = "manifest.json も zip もない納品物なので、ファイル (delivery.toml を除く) ごとに「SHA-256、空白 2 つ、パス、改行 (LF)」を並べた一覧 (パスの順) の SHA-256 です。sha256sum の出力をパスの順に並べたものと同じです。",
        "The delivery has no manifest.json and is no zip, so this is the SHA-256 of its list of files (without delivery.toml): digest, two spaces, path, LF, in order of path, as sha256sum prints it.";

    WHY = "判定の理由", "Why";
    NO_REASON = "判定の規則に当たる指摘はありません。", "No finding meets a rule of the verdict.";
    LEADS_TO = "結果", "Leads to";
    BY_RULE = "規則", "Rule";
    NEXT = "次にすること", "What to do next";

    FILES_THERE = "納品された移行ファイル", "Standard files delivered";
    ROWS_CHECKED = "検査した行", "Rows checked";
    ERRORS = "エラー", "Errors";
    WARNINGS = "警告", "Warnings";
    INFOS = "お知らせ", "For information";
    RULES_NOT_RUN = "実行しなかった検査規則", "Rules not run";

    GLANCE = "全体の様子", "At a glance";
    GLANCE_RULE = "業務ごとに、どの高さの検査で何件の指摘があったか。✓ 指摘なし、i お知らせだけ、△ 警告あり、✕ エラーあり。棒は多さの桁 (1 目盛りで 10 倍)。",
        "Findings of each business by how high the check looks. ✓ none, i for information only, △ warnings, ✕ errors. The bar is the order of magnitude: each step is ten times as many.";
    BUSINESS = "業務", "Business";
    WHOLE = "納品物全体", "The delivery as a whole";
    ITEM_HEIGHT = "項目", "Item";
    RECORD_HEIGHT = "レコード", "Record";
    FILE_HEIGHT = "ファイル間", "Across rows and files";
    DELIVERY_HEIGHT = "納品物", "Delivery";
    NONE = "指摘なし", "none";

    COUNTS = "支援措置・外字・画像", "支援措置, gaiji, images";
    SUPPORT = "支援措置", "支援措置 (protected persons)";
    LEDGER = "支援措置情報 (台帳)", "Ledger";
    DELIVERED = "納品あり", "delivered";
    NOT_DELIVERED = "納品なし", "not delivered";
    LEDGER_ROWS = "台帳の行", "Rows of the ledger";
    ACTIVE_ROWS = "うち期間中 (仮支援措置を含む)", "Of these current, provisional ones included";
    FLAGGED = "支援措置フラグの立つ行", "Rows with the flag";
    WITHOUT_FLAG = "台帳にあってフラグのない者 (SET021)", "In the ledger and without the flag (SET021)";
    WITHOUT_LEDGER = "フラグがあって台帳にない者 (SET022)", "With the flag and not in the ledger (SET022)";
    LEDGER_OF_SECTION = "担当課の台帳の件数 (記入)", "In the section's own ledger (fill in)";
    GAIJI = "外字", "Gaiji";
    GAIJI_LIST = "外字一覧", "List of gaiji";
    GAIJI_LISTED = "外字一覧の行", "Rows of the list";
    GAIJI_CODES = "データの外字 (種類)", "Different gaiji in the data";
    GAIJI_USES = "データの外字 (のべ)", "How often they stand there";
    GAIJI_UNLISTED = "外字一覧にない外字 (SET023)", "Not in the list (SET023)";
    GAIJI_NO_GLYPH = "字形のない外字 (SET024)", "Without a glyph (SET024)";
    GLYPHS_NOT_LOOKED = "調べていません (フォントが納品物にない)", "not looked at: no font in the delivery";
    IMAGES = "画像", "Images";
    IMAGES_LISTED = "画像索引の行", "Rows of the index";
    IMAGES_DELIVERED = "納品された画像", "Delivered";
    IMAGES_MISSING = "索引にあって納品のない画像 (SET025)", "Listed and not delivered (SET025)";
    IMAGES_UNLISTED = "納品されて索引にない画像 (SET026)", "Delivered and not listed (SET026)";
    IMAGES_DIFFERING = "SHA-256 が索引と違う画像 (SET027)", "With another SHA-256 (SET027)";
    IMAGES_NOT_LOOKED = "調べていません (画像が納品物にない)", "not looked at: no image in the delivery";

    CHANGES = "前回の納品からの変化", "Changes since the last delivery";
    LAST_VERDICT = "前回の判定", "Last verdict";
    LAST_DELIVERY = "前回の納品物", "Last delivery";
    CHANGE = "変化", "Change";
    LAST = "前回", "Last";
    NOW = "今回", "Now";
    NOTHING_CHANGED = "指摘の変化はありません。", "No finding changed.";
    STANDARD_CHANGED = "前回とは標準か判定の規則 (プロファイル) が違います。比べるときは注意してください。",
        "The standard or the profile is not that of last time: compare with care.";

    DESKS = "担当課ごとの確認票", "A sheet for each section";
    DESK = "確認票", "Sheet";
    SECTION = "担当課", "Section";
    MEDIA = "受領媒体 (種類・番号)", "Media received (kind, number)";
    RECEIVED_ON = "受領日", "Received on";
    RECEIVED_BY = "受領者", "Received by";
    COUNT_TABLE = "件数表", "Counts";
    COUNT_RULE = "旧は移行元のレコード数です。空欄は納品物から分からないので、担当課で記入してください。差のある行には理由を書きます。",
        "Old: records in the old system. A blank could not be learned from the delivery: the section fills it in. A difference needs a reason.";
    OLD = "旧", "Old";
    OLD_FROM = "旧の出典", "Old from";
    ROWS_DELIVERED = "納品", "Delivered";
    DIFFERENCE = "差", "Difference";
    REASON = "差の理由", "Reason";
    STATE = "状態", "State";
    LAST_ROWS = "前回の納品", "Last delivery";
    TOTAL = "計", "Total";
    ROW_CHART = "件数の図: 上が旧、下が納品", "Counts drawn: above the old system, below the delivery";
    DECIDE = "指摘ごとの対応", "What is decided about each finding";
    NO_DESK_FINDINGS = "この確認票に指摘はありません。", "There are no findings on this sheet.";
    MORE_ON_DESK = "ここに載らない指摘は、report.xlsx の同じ名前のシートにあります。", "The rest is on the sheet of the same name in report.xlsx.";
    SIGN = "署名", "Signatures";
    DESK_VERDICT = "担当課の判定 (記入)", "The section's verdict (fill in)";
    OTHERS = "移行ファイルでないもの", "Files that are no standard file";
    KNOWN = "用途", "Use";
    KNOWN_YES = "分かっている", "known";
    KNOWN_NO = "不明", "not known";

    BY_BUSINESS_RULE = "番号は担当課の確認票・差戻し一覧と同じです。", "The numbers are those of the sheets and of the list of returns.";
    EVERY = "すべての指摘は findings.parquet に、コードごとに先頭の 1,000 件は findings.csv にあります。コードの詳しい説明: utsushi explain コード",
        "Every finding is in findings.parquet, the first 1,000 of each code in findings.csv. More about a code: utsushi explain CODE";
    NO_BUSINESS = "納品物全体", "The delivery as a whole";

    TOTALS = "照合した数", "Figures compared";
    TOTALS_RULE = "数えた値を、納品物の 件数・合計表 と、記入された確認値 (--totals) に照らしました。", "What was counted, against the delivery's 件数・合計表 and the figures filled in (--totals).";
    NO_TOTALS = "照合した数はありません。市区町村の報告書の数と照らすには: utsushi verify --totals-sheet で記入表を作り、--totals で渡します。",
        "No figure was compared. To compare with the city's own reports: make the sheet with utsushi verify --totals-sheet and hand it over with --totals.";
    FIGURE = "集計", "Figure";
    GROUP = "区分", "Of";
    STATED = "件数・合計表", "Stated";
    EXPECTED = "確認値", "Expected";
    COUNTED = "数えた値", "Counted";
    REPORT = "出典", "Report";
    RESULT = "結果", "Result";
    MORE_TOTALS = "一致したもののうち一部だけを示します。すべては verification.json にあります。", "Of those that agree only some are shown; verification.json has all.";

    PROFILE = "検証の規則 (プロファイル)", "The profile";
    BUILT_IN = "(組み込み)", "(built in)";
    PROFILE_NAME = "名前", "Name";
    OFF = "行わない検査", "Checks that are off";
    SEVERITIES = "重大度を変えた指摘", "Severities changed";
    TOLERATED = "判定に数えない件数", "Cases that do not count";
    TOLERANCE = "確認値との差の許容", "Tolerance of expected figures";
    REQUIRED = "なければならない業務・ファイル", "Businesses and files that must be there";
    REFUSE_ON = "受入不可とするもの", "Leads to a refusal";
    CONDITIONAL_ON = "条件付き受入可とするもの", "Leads to conditions";
    CONDITIONAL_EXIT = "条件付き受入可の終了コード", "Exit status of a conditional acceptance";
    NOTHING = "なし", "none";

    NOT_RUN_RULE_TEXT = "次の規則は、必要なファイルや項目、基準日がないために調べていません。問題がないという意味ではありません。",
        "These rules were not run, since a file, an item or the 基準日 they need is not there. It does not mean that nothing is wrong.";
    ALL_RUN = "実行しなかった規則はありません。", "Every rule was run.";
    FILES = "納品物のファイル", "Files of the delivery";
    FORM = "形式", "Form";
    OUTPUTS = "この検証が作ったファイル", "Files of this verification";
    OUTPUTS_RULE = "report.html・report.xlsx と verification.json は、この一覧から作るものなので載りません。",
        "report.html, report.xlsx and verification.json are not listed: they are made from this list.";

    RETURNS = "差戻し一覧", "Returns";
    RETURNS_RULE = "移行事業者へ渡す一覧です。個人情報 (値) は含みません。場所はファイル名とレコード番号で示します。お知らせは含みません。",
        "The list for the vendor. It holds no personal data: places are file names and record numbers. What is only for information is not in it.";
    PLACES = "場所の例 (ファイル #レコード)", "Examples of places (file #record)";
    VENDOR_ANSWER = "事業者の回答", "Vendor's answer";
    FIXED_ON = "対応日", "Done on";
    CHECKLIST = "完了確認", "Closing checklist";
    CHECK_ITEM = "確認すること", "What to check";
    CHECK_DONE = "済・該当なし", "Done, or not applicable";
    CHECKED_BY = "確認者", "Checked by";
    CHECKED_ON = "確認日", "Checked on";
    SUMMARY = "概要", "Summary";

    EACH_TITLE = "納品物の検証 一覧", "Deliveries verified";
    EACH_RULE = "団体ごとの判定。詳しくは団体名のリンクから、それぞれの報告書を見てください。", "The verdict on each municipality's delivery; its name leads to its report.";
    MUNICIPALITY = "団体", "Municipality";
    FAILED = "検証できず", "could not be verified";
    VERDICTS = "判定の内訳", "Verdicts";
    MATRIX = "団体 × 業務", "Municipality × business";
    MATRIX_RULE = "✓ 受入可、△ 条件付き受入可、✕ 受入不可、空欄は納品なし。数はエラー / 警告。", "✓ accept, △ with conditions, ✕ refuse, blank where nothing was delivered. The figures are errors / warnings.";
    SINCE = "前回からの変化", "Since last time";
    FIRST_TIME = "前回なし", "first time";
    PROBLEMS = "検証できなかった納品物", "Deliveries that could not be verified";
}

/// Who signs a section's sheet.
pub(super) const ROLES: [Both; 3] = [
    both("確認 (担当課)", "Checked by (section)"),
    both("承認 (課長)", "Approved by"),
    both("移行事業者", "Vendor"),
];

/// What must be settled before the contract closes, besides the data itself.
pub(super) const CHECKS: [Both; 14] = [
    both("すべての担当課が確認票に署名した", "Every section has signed its sheet"),
    both(
        "修正依頼とした指摘が、すべて直ったか回答を得た",
        "Everything sent back has been corrected or answered",
    ),
    both(
        "署名した報告書の SHA-256 が、受け入れる納品物のものと一致する",
        "The SHA-256 of the signed report is that of the delivery",
    ),
    both(
        "支援措置の件数・期間・範囲が、担当課の台帳と一致する",
        "支援措置 agree with the section's ledger in number, period and scope",
    ),
    both(
        "件数と合計が、市区町村の報告書の数と一致する",
        "Counts and totals agree with the city's own reports",
    ),
    both(
        "外字フォントと外字一覧を、システムごとに受け取った",
        "Gaiji fonts and lists were handed over, for each system",
    ),
    both(
        "マスター (町字、金融機関、科目など) を有効期間とともに受け取った",
        "Masters (towns, banks, accounts …) were handed over with their validity",
    ),
    both(
        "画像 (印影、除籍など) と索引を受け取った",
        "Images (seals, closed registers …) and their index were handed over",
    ),
    both("番号の対応表 (宛名番号など) を受け取った", "Crosswalks of numbers were handed over"),
    both(
        "暗号化の鍵・パスワードを受け取り、復号できることを確かめた",
        "Encryption keys and passwords were handed over, and they open the data",
    ),
    both(
        "項目の説明、コード表など、データを読むための文書を受け取った",
        "Documents needed to read the data (items, code tables) were handed over",
    ),
    both(
        "受領した媒体を返却し、または保管場所を決めた",
        "Media received were returned, or their keeping is settled",
    ),
    both(
        "移行事業者の手元のデータが消去され、消去証明書を受け取った",
        "The vendor's copies were erased, and the certificate of erasure (消去証明書) received",
    ),
    both(
        "この検証の出力と一時ファイルの保管・消去を決めた",
        "Keeping and erasing of this verification's own output is settled",
    ),
];

/// The verdict.
pub(crate) fn decision(decision: Decision) -> Both {
    match decision {
        Decision::Accept => both("受入可", "Accept"),
        Decision::Conditional => both("条件付き受入可", "Accept with conditions"),
        Decision::Refuse => both("受入不可", "Refuse"),
    }
}

/// What follows from the verdict.
pub(super) fn next(decision: Decision) -> Both {
    match decision {
        Decision::Accept => both(
            "担当課ごとの確認票に署名し、完了確認 (report.xlsx) を済ませて受け入れます。",
            "Let each section sign its sheet, go through the closing checklist (report.xlsx), and accept.",
        ),
        Decision::Conditional => both(
            "担当課ごとに、指摘をどうするか (修正依頼・現状受入・原課で補正) を決め、担当と期限を書いて署名します。修正依頼は差戻し一覧 (report.xlsx) で渡します。",
            "Let each section decide about its findings (ask to correct, accept as it is, correct in the section) with owner and due date, and sign. Hand what is to be corrected over with the list of returns (report.xlsx).",
        ),
        Decision::Refuse => both(
            "このままでは受け入れられません。差戻し一覧 (report.xlsx) を移行事業者に渡し、直した納品物を --previous でこの結果と比べながら、もう一度検証してください。",
            "It cannot be taken as it is. Hand the list of returns (report.xlsx) to the vendor, and verify the corrected delivery again, with --previous to compare it with this result.",
        ),
    }
}

pub(crate) fn mark(decision: Decision) -> &'static str {
    match decision {
        Decision::Accept => "✓",
        Decision::Conditional => "△",
        Decision::Refuse => "✕",
    }
}

pub(super) fn state(state: FileState) -> Both {
    match state {
        FileState::Checked => both("検査済み", "checked"),
        FileState::Empty => both("0 件", "empty"),
        FileState::Unreadable => both("読めない", "unreadable"),
        FileState::Missing => both("納品なし", "missing"),
    }
}

pub(crate) fn severity(severity: &str) -> Both {
    match severity {
        "error" => both("エラー", "Error"),
        "warning" => both("警告", "Warning"),
        _ => both("お知らせ", "Info"),
    }
}

/// Where the old system's count is from.
pub(super) fn old_from(word: &str, lang: Lang) -> &str {
    match word {
        "manifest" => "manifest.json",
        "control_total" => lang.pick("件数・合計表", "件数・合計表"),
        other => other,
    }
}

pub(crate) fn change(change: Change) -> Both {
    match change {
        Change::New => both("＋ 新規", "+ new"),
        Change::Worse => both("▲ 増加", "▲ worse"),
        Change::Same => both("＝ 同じ", "= same"),
        Change::Better => both("▼ 減少", "▼ better"),
        Change::Gone => both("✓ 解消", "✓ gone"),
    }
}

/// How a figure came out.
pub(super) fn total_state(word: &str, lang: Lang) -> &str {
    let (ja, en) = match word {
        "agrees" => ("✓ 一致", "✓ agrees"),
        "tolerated" => ("△ 許容内の差", "△ differs, tolerated"),
        "differs" => ("✕ 不一致", "✕ differs"),
        "not_compared" => ("照合なし", "not compared"),
        other => (other, other),
    };
    lang.pick(ja, en)
}

/// Why a rule was not run: as the page of a run says it, or the reasons of a delivery.
pub(super) fn why(word: &str, lang: Lang) -> &str {
    match word {
        "no_table" => lang.pick(
            "行政事務標準文字の表がない (delivery.toml の [characters] gj)",
            "no table of its characters ([characters] gj in delivery.toml)",
        ),
        "not_in_delivery" => lang.pick("納品物にない", "not in the delivery"),
        "item_not_mapped" => {
            lang.pick("納品物にその項目の列がない", "the delivery has no column for an item")
        }
        other => crate::words::why(other, lang),
    }
}

/// `20260331` → `2026-03-31`.
pub(super) fn day(text: &str) -> String {
    match text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        true => format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]),
        false => text.to_owned(),
    }
}

/// `12 種、345 件`.
pub(super) fn kinds(kinds: u64, cases: u64, lang: Lang) -> String {
    let (all, count) = (crate::grouped(kinds), crate::grouped(cases));
    match (kinds, lang) {
        (_, Lang::Ja) => format!("{all} 種、{count} 件"),
        (1, Lang::En) => format!("1 kind, {count} in all"),
        (_, Lang::En) => format!("{all} kinds, {count} in all"),
    }
}

/// What a table leaves out.
pub(super) fn left_out(kinds: u64, cases: u64, lang: Lang) -> String {
    let (kinds, cases) = (crate::grouped(kinds), crate::grouped(cases));
    match lang {
        Lang::Ja => format!("このほかに {kinds} 種、{cases} 件の指摘があります。"),
        Lang::En => format!("{kinds} more kinds of findings, {cases} cases, are not in this table."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_is_none_stands_as_it_is() {
        assert_eq!(day("20260331"), "2026-03-31");
        assert_eq!(day("令和８年"), "令和８年");
        assert_eq!(day(""), "");
    }
}
