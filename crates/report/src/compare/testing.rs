//! A comparison made up for tests.

use utsushi_delivery::comparison::{
    ComparedExample, ComparedFile, ComparedItem, ComparedRemark, ComparedSide, Comparison, OnlyItem,
    ToleratedItem,
};
use utsushi_delivery::{Output, Tool};

/// A resident changed in two items, a household only in A, and an item that only B has.
pub fn comparison() -> Comparison {
    let side =
        |name: &str| ComparedSide { name: name.into(), kind: "folder".into(), standard: "chukan-2.7".into() };
    let example = |kind: &str, item: &str, name: &str, values: [&str; 2]| ComparedExample {
        kind: kind.into(),
        item: item.into(),
        name: name.into(),
        key: "宛名番号=999999".into(),
        values: values.map(str::to_owned),
        inputs: ["a/<img src=x>.csv".into(), "b/resident.csv".into()],
        records: [12, 13],
    };
    let item = |item: &str, name: &str, changed, tolerated| ComparedItem {
        item: item.into(),
        name: name.into(),
        changed,
        tolerated,
    };
    let resident = ComparedFile {
        file: "01.resident".into(),
        name: "住民情報".into(),
        key: vec!["宛名番号".into()],
        there: [true; 2],
        rows: [1_000, 1_000],
        equal: 990,
        tolerated: 3,
        changed: 7,
        only_items: [vec![], vec![OnlyItem { item: "new".into(), name: "新項目".into(), filled: 2 }]],
        items: vec![item("name", "氏名", 2, 3), item("address", "住所", 5, 0)],
        examples: vec![
            example("changed", "name", "氏名", ["漢漢", "漢<b>"]),
            example("changed", "address", "住所", ["漢漢99", "漢漢9"]),
            example("tolerated", "name", "氏名", ["漢　漢", "漢 漢"]),
        ],
        ..ComparedFile::default()
    };
    let household = ComparedFile {
        file: "01.household".into(),
        name: "世帯情報".into(),
        key: vec!["世帯番号".into()],
        there: [true; 2],
        rows: [2, 1],
        equal: 1,
        only: [1, 0],
        examples: vec![ComparedExample { records: [2, 0], ..example("only_a", "", "", ["", ""]) }],
        ..ComparedFile::default()
    };
    Comparison {
        utsushi: Tool { version: "0".into(), manifest: 1 },
        lang: "ja".into(),
        equal: false,
        a: side("first"),
        b: side("second<script>"),
        tolerated: vec![ToleratedItem {
            file: "01.resident".into(),
            item: "name".into(),
            tolerances: vec!["whitespace".into()],
        }],
        files: vec![resident, household],
        remarks: vec![ComparedRemark {
            side: "b".into(),
            path: "x.csv".into(),
            code: "SET006".into(),
            message: "3 columns".into(),
        }],
        outputs: vec![Output {
            path: "differences.csv".into(),
            bytes: 1,
            sha256: "0".repeat(64),
            rows: None,
        }],
    }
}
