//! A run that never was, with names that try to break out of a page or a workbook. Integration tests include this
//! file by its path.

use utsushi_delivery::{
    Account, CharacterChange, Characters, CleansedFile, ControlTotals, Example, FindingCounts, Group, Input,
    ItemTotal, Job, LayoutBasis, LeftBehind, Manifest, Municipality, Output, Overview, RuleNotRun,
    StandardUsed, Tool,
};
use utsushi_findings::{Code, DAT002, DAT003, Entry, FMT001, FMT005, ITM001};

const DIGEST: &str = "720da5648f873deb92c868ea726e3acf5f0f4801b39cf7f741650680deeaf903";

pub fn manifest() -> Manifest {
    let file = |path: &str| Input {
        path: path.into(),
        bytes: 211,
        sha256: DIGEST.into(),
        records: None,
        record_bytes: None,
        framing_bytes: None,
    };
    let input = Input {
        records: Some(1_000),
        record_bytes: Some(394_037),
        framing_bytes: Some(364),
        bytes: 394_401,
        ..file("input/<img src=x>.csv")
    };
    let account = |file: &str, not_wanted: u64, written: u64, rejected: u64| Account {
        file: file.into(),
        each: None,
        wanted: 1_000 - not_wanted,
        read: 1_000 - not_wanted,
        not_wanted,
        written,
        rejected,
        duplicates: 3,
        left_behind: 1_000 - not_wanted - written - rejected - 3,
    };
    let basis = |file: &str, name: &str| LayoutBasis {
        file: file.into(),
        name: name.into(),
        basis: "reconstructed".into(),
        rules_run: 7,
        rules_not_run: 2,
    };
    let output = |path: &str, rows| Output { path: path.into(), bytes: 9_034, sha256: DIGEST.into(), rows };
    Manifest {
        characters: Characters {
            repertoire: "jisx0208".into(),
            shrink: vec!["tsuchi5202".into()],
            changes: vec![
                CharacterChange {
                    from: "U+9089 U+E0119".into(),
                    vendor_code: None,
                    to: "U+9089".into(),
                    relation: "tsuchi5202".into(),
                    count: 1_234,
                },
                CharacterChange {
                    from: "U+E000".into(),
                    vendor_code: Some("F040".into()),
                    to: "U+8FBB U+E0103".into(),
                    relation: "gaiji".into(),
                    count: 2,
                },
            ],
            ..Characters::default()
        },
        utsushi: Tool { version: "0.1.0".into(), manifest: 1 },
        lang: "ja".into(),
        municipality: Municipality {
            code: "990001".into(), name: "架空市<script>alert(1)</script>".into()
        },
        base_date: None,
        standard: StandardUsed {
            name: "chukan-2.7".into(),
            title: "中間標準レイアウト仕様 V2.7".into(),
            basis: "reconstructed".into(),
            layouts: vec![basis("01.resident", "住民情報"), basis("01.koseki_display", "戸籍表示情報")],
            rules_not_run: vec![RuleNotRun {
                file: "01.resident".into(),
                rule: "relation".into(),
                roles: vec!["town_code".into()],
                to: Some("00.town_master".into()),
                why: "file_not_delivered".into(),
            }],
        },
        project: vec![file("mapping/resident.toml"), file("migration.toml")],
        jobs: vec![Job {
            name: "juki".into(),
            inputs: vec![input],
            records: 1_000,
            routed: 996,
            unrouted: 0,
            broken: 4,
            rejected_records: 9,
            attention: 31,
            rejects: None,
            left_behind: vec![LeftBehind {
                name: "古い除票".into(),
                when: "消除日 < \"1990\"".into(),
                ground: "住民基本台帳法施行令 第34条".into(),
                kept_until: "2019-06-20".into(),
                refused: 2,
                approved_by: "市民課長".into(),
                approved_on: Some("2026-04-01".into()),
                records: 9,
            }],
            targets: vec![account("01.resident", 0, 980, 8), account("01.koseki_display", 11, 975, 6)],
        }],
        outputs: vec![
            output("findings.csv", None),
            output("data/01_juki/resident.csv", Some(980)),
            output("data/01_juki/koseki_display.csv", Some(975)),
        ],
        findings: FindingCounts { error: 24, warning: 4, info: 1, ..FindingCounts::default() },
        cleansed: vec![CleansedFile {
            file: "01.resident".into(),
            policy: "newest(更新日時)".into(),
            exact: 2,
            by_key: 1,
            rejected: 0,
            path: Some("duplicates/01_juki/resident.csv".into()),
        }],
        control_totals: vec![ControlTotals {
            file: "01.resident".into(),
            rows: 980,
            totals: Vec::new(),
            items: vec![
                ItemTotal {
                    item: "address_number".into(), name: "宛名番号".into(), filled: 980, sum: None
                },
                ItemTotal {
                    item: "tax".into(),
                    name: "税額".into(),
                    filled: 12,
                    sum: Some("-1234.50".into()),
                },
            ],
        }],
        same_person: None,
    }
}

pub fn overview() -> Overview {
    let group = |entry: &'static Entry, item: &str, count: u64| Group {
        file: if item.is_empty() { String::new() } else { "01.resident".into() },
        file_name: if item.is_empty() { String::new() } else { "住民情報".into() },
        item: item.into(),
        code: Code(entry),
        count,
        jobs: [(0, count)].into(),
        examples: (1..=count.min(5))
            .map(|record| Example {
                input: "input/<img src=x>.csv".into(),
                record: if entry.id == "FMT005" { 0 } else { record },
                line: record + 1,
                value: "=cmd|'/C calc'!A0\u{0}漢<b>".into(),
                message: "暦にない日付です & more".into(),
            })
            .collect(),
    };
    Overview {
        groups: vec![
            group(&FMT005, "", 1),
            group(&DAT003, "生年月日", 1),
            group(&FMT001, "", 2),
            group(&DAT003, "異動年月日", 3),
            group(&ITM001, "=HYPERLINK(1)", 20),
            group(&DAT002, "生年月日", 2),
        ],
    }
}
