//! A verification that never was, with names that try to break out of a page or a workbook. Integration tests include
//! this file by its path.

use std::collections::BTreeMap;
use utsushi_delivery::verification::*;
use utsushi_delivery::{FindingCounts, LayoutBasis, Municipality, Output, RuleNotRun, StandardUsed, Tool};

const DIGEST: &str = "720da5648f873deb92c868ea726e3acf5f0f4801b39cf7f741650680deeaf903";

pub fn group(
    file: (&str, &str, Option<u32>),
    item: &str,
    code: &str,
    severity: &str,
    count: u64,
) -> FindingGroup {
    let height = match &code[..3] {
        "ITM" | "DAT" | "COD" | "CHR" => "item",
        "REC" | "FMT" => "record",
        "REF" => "file",
        _ => "delivery",
    };
    FindingGroup {
        file: file.0.into(),
        file_name: file.1.into(),
        business: file.2,
        item: item.into(),
        code: code.into(),
        severity: severity.into(),
        height: height.into(),
        title: format!("{code} の見出し"),
        advice: "移行元で直し、もう一度納品してもらってください".into(),
        count,
        examples: (1..=count.min(5))
            .map(|record| FindingExample {
                path: if file.0.is_empty() { "memo.txt".into() } else { "01_juki/<img src=x>.csv".into() },
                record: if height == "delivery" { 0 } else { record },
                line: record + 1,
                value: "=cmd|'/C calc'!A0\u{0}漢<b>".into(),
                message: "暦にない日付です & more".into(),
            })
            .collect(),
    }
}

fn file(id: &str, name: &str, business: u32, rows: u64, old: Option<u64>) -> VerifiedFile {
    let slug = id.split('.').nth(1).unwrap_or(id);
    VerifiedFile {
        file: id.into(),
        name: name.into(),
        business,
        state: if rows == 0 { FileState::Empty } else { FileState::Checked },
        basis: "reconstructed".into(),
        parts: vec![FilePart {
            path: format!("{business:02}/{slug}.csv"),
            bytes: rows * 211,
            sha256: DIGEST.into(),
            form: "csv".into(),
            charset: Some("cp932".into()),
            header: Some(true),
            rows,
        }],
        rows,
        columns: 40,
        items: 41,
        old_rows: old,
        old_rows_from: old.map(|_| "manifest".into()),
        ..VerifiedFile::default()
    }
}

fn counts(error: u64, warning: u64, info: u64) -> Counts {
    Counts { error, warning, info }
}

fn business(number: u32, slug: &str, name: &str, decision: Decision, heights: [Counts; 4]) -> BusinessResult {
    let names = ["item", "record", "file", "delivery"].map(str::to_owned);
    BusinessResult {
        number,
        slug: slug.into(),
        name: name.into(),
        decision,
        files: 2,
        missing: 0,
        rows: 1_010,
        old_rows: Some(1_012),
        heights: names.into_iter().zip(heights).collect(),
    }
}

const RESIDENT: (&str, &str, Option<u32>) = ("01.resident", "住民情報", Some(1));
const TAX: (&str, &str, Option<u32>) = ("08.tax_amount", "税額情報", Some(8));

pub fn verification() -> Verification {
    let groups = vec![
        group(RESIDENT, "生年月日", "DAT002", "error", 3),
        group(RESIDENT, "=HYPERLINK(1)", "ITM001", "error", 20),
        group(RESIDENT, "続柄<script>", "COD001", "warning", 2),
        group(RESIDENT, "宛名番号", "REF001", "error", 1),
        group(("01.support_measure", "支援措置情報", Some(1)), "", "SET021", "error", 1),
        group(TAX, "", "REC001", "warning", 4),
        group(("", "", None), "", "SET012", "info", 1),
    ];
    let none = Counts::default();
    let mut missing = file("08.income", "所得情報", 8, 0, Some(12));
    missing.state = FileState::Missing;
    missing.parts.clear();
    let mut codes: BTreeMap<String, u64> = BTreeMap::new();
    for group in &groups {
        *codes.entry(group.code.clone()).or_default() += group.count;
    }
    Verification {
        utsushi: Tool { version: "0.1.0".into(), manifest: 1 },
        lang: "ja".into(),
        verdict: Verdict {
            decision: Decision::Refuse,
            reasons: vec![
                Reason {
                    decision: Decision::Refuse,
                    rule: "SET021".into(),
                    codes: [("SET021".to_owned(), 1)].into(),
                    count: 1,
                    text: "SET021 支援措置の表示がない".into(),
                },
                Reason {
                    decision: Decision::Conditional,
                    rule: "error".into(),
                    codes: [("DAT002".to_owned(), 3), ("ITM001".to_owned(), 20)].into(),
                    count: 23,
                    text: "エラー".into(),
                },
            ],
        },
        delivery: DeliveryFacts {
            name: "delivery-2026<b>".into(),
            kind: "folder".into(),
            files: 5,
            bytes: 426_000,
            rows: 2_020,
            sha256: DIGEST.into(),
            sha256_of: "manifest.json".into(),
        },
        municipality: Some(Municipality {
            code: "990001".into(),
            name: "架空市<script>alert(1)</script>".into(),
        }),
        base_date: Some("20260331".into()),
        standard: StandardUsed {
            name: "chukan-2.7".into(),
            title: "中間標準レイアウト仕様 V2.7".into(),
            basis: "reconstructed".into(),
            layouts: vec![LayoutBasis {
                file: "01.resident".into(),
                name: "住民情報".into(),
                basis: "reconstructed".into(),
                rules_run: 7,
                rules_not_run: 1,
            }],
            rules_not_run: vec![RuleNotRun {
                file: "01.resident".into(),
                rule: "relation".into(),
                roles: vec!["town_code".into()],
                to: Some("00.town_master".into()),
                why: "file_not_delivered".into(),
            }],
        },
        repertoire: "mj".into(),
        files: vec![
            file("01.resident", "住民情報", 1, 1_000, Some(1_002)),
            file("01.support_measure", "支援措置情報", 1, 10, Some(10)),
            file("08.tax_amount", "税額情報", 8, 1_010, None),
            missing,
        ],
        others: vec![OtherFile {
            path: "memo.txt".into(),
            bytes: 12,
            known: false,
            sha256: Some(DIGEST.into()),
        }],
        businesses: vec![
            business(
                1,
                "juki",
                "住民基本台帳",
                Decision::Refuse,
                [counts(23, 2, 0), none, counts(1, 0, 0), counts(1, 0, 0)],
            ),
            BusinessResult {
                missing: 1,
                old_rows: None,
                ..business(
                    8,
                    "juminzei",
                    "個人住民税",
                    Decision::Conditional,
                    [none, counts(0, 4, 0), none, none],
                )
            },
        ],
        findings: FindingCounts { error: 25, warning: 6, info: 1, codes },
        groups,
        totals: vec![
            ComparedTotal {
                file: "01.resident".into(),
                name: "人口".into(),
                base_date: Some("20260331".into()),
                delivered: Some("1002".into()),
                expected: Some("1000".into()),
                report: Some("人口月報".into()),
                counted: "1000".into(),
                state: "differs".into(),
                ..ComparedTotal::default()
            },
            ComparedTotal {
                file: "08.tax_amount".into(),
                name: "税額".into(),
                counted: "98765".into(),
                state: "not_compared".into(),
                ..ComparedTotal::default()
            },
        ],
        support: SupportCounts {
            ledger_delivered: true,
            ledger_rows: 10,
            active_rows: 8,
            flagged: [("01.resident".to_owned(), 7)].into(),
            without_flag: 1,
            without_ledger: 0,
        },
        gaiji: GaijiResult {
            list_delivered: true,
            listed: 30,
            codes: 12,
            uses: 345,
            unlisted: 0,
            without_glyph: None,
        },
        images: ImageResult::default(),
        profile: ProfileUsed {
            refuse_on: vec!["SET021".into(), "error:REF".into()],
            conditional_on: vec!["error".into(), "warning".into()],
            conditional: "refuse".into(),
            total_tolerance: "0".into(),
            total_tolerance_percent: "0".into(),
            tolerated: [("COD001".to_owned(), 2)].into(),
            ..ProfileUsed::default()
        },
        outputs: vec![Output {
            path: "findings.csv".into(),
            bytes: 9_034,
            sha256: DIGEST.into(),
            rows: None,
        }],
    }
}

/// The delivery before: DAT002 has got better, ITM001 worse, COD001 in another item is gone.
pub fn previous() -> Verification {
    let mut before = verification();
    before.delivery.name = "delivery-2025".into();
    for group in &mut before.groups {
        match group.code.as_str() {
            "DAT002" => group.count = 5,
            "ITM001" => group.count = 2,
            _ => {}
        }
    }
    before.groups.push(group(RESIDENT, "異動事由", "COD001", "warning", 7));
    before.groups.retain(|group| group.code != "REF001");
    before.files[0].rows = 900;
    before
}

/// A delivery as bad as can be: `kinds` kinds of findings with `each` cases.
#[allow(dead_code)]
pub fn hopeless(kinds: u64, each: u64) -> Verification {
    let mut result = verification();
    let items = (0..kinds).map(|kind| {
        let code = ["DAT002", "ITM001", "COD001", "ITM004"][(kind % 4) as usize];
        group(
            RESIDENT,
            &format!("項目{kind:05}"),
            code,
            if kind % 3 == 0 { "warning" } else { "error" },
            each,
        )
    });
    result.groups = items.collect();
    result.findings.error = result.groups.iter().filter(|g| g.severity == "error").map(|g| g.count).sum();
    result.findings.warning = result.groups.iter().filter(|g| g.severity == "warning").map(|g| g.count).sum();
    result
}
