//! Rules of the embedded layouts over small sets of rows.

use super::*;
use std::sync::Arc;
use utsushi_findings::{DAT002, Detail};
use utsushi_layout::{Library, Rows, Standard, Treatment};
use utsushi_store::{RunFolder, Scratch};

/// Rows of slug and value.
type Table = Vec<Vec<(&'static str, String)>>;

struct Case {
    standard: Standard,
    /// File, rows of slug and value, and the chunk they come in.
    rows: Vec<(&'static str, Table)>,
    /// File, row and item of values that have an error.
    errors: Vec<(&'static str, usize, &'static str)>,
    base_date: Option<&'static str>,
}

type Row<'a> = &'a [(&'static str, &'a str)];

fn case(rows: &[(&'static str, &[Row<'_>])]) -> Case {
    let owned = |row: &Row<'_>| row.iter().map(|(slug, value)| (*slug, (*value).to_owned())).collect();
    Case {
        standard: Library::Embedded.load("chukan-2.7").unwrap(),
        rows: rows.iter().map(|(file, rows)| (*file, rows.iter().map(owned).collect())).collect(),
        errors: Vec::new(),
        base_date: None,
    }
}

struct Found {
    faults: Vec<(String, u32, String, &'static str)>,
    not_run: Vec<NotRun>,
    totals: Vec<CountedTotal>,
}

impl Case {
    fn plan(&self) -> Plan {
        let mut files: Vec<FileInRun> = Vec::new();
        for (id, rows) in &self.rows {
            let layout = Arc::new(self.standard.file(id).unwrap().clone());
            let named = |slug: &str| rows.iter().any(|row| row.iter().any(|(known, _)| *known == slug));
            let mapped = layout.items.iter().map(|item| named(&item.slug)).collect();
            files.push(FileInRun { layout, mapped });
        }
        Plan::new(files, self.base_date)
    }

    /// What is found with chunks of so many rows and so much memory.
    fn run(&self, chunk_rows: usize, memory: usize, scratch: &Scratch) -> Found {
        let plan = self.plan();
        let mut collector = Collector::new(&plan, scratch, memory);
        let (mut chunk, mut numbers) = (0, std::collections::HashMap::new());
        for (file, (id, rows)) in self.rows.iter().enumerate() {
            for (first, part) in rows.chunks(chunk_rows).enumerate() {
                let layout = Arc::clone(&plan.files[file].layout);
                let mut built = Rows::new(Arc::clone(&layout), Arc::new(Treatment::default()));
                built.begin(0..part.len() as u32);
                for (index, item) in layout.items.iter().enumerate() {
                    let mut column = built.take(index);
                    for row in part {
                        let value = row.iter().find(|(slug, _)| *slug == item.slug);
                        column.push(value.map_or("", |(_, value)| value));
                    }
                    for (_, row, slug) in self.errors.iter().filter(|error| error.0 == *id) {
                        let at = row.wrapping_sub(first * chunk_rows);
                        if *slug == item.slug && at < part.len() {
                            built.report(&mut column, (at, index), &DAT002, Detail::None, None);
                        }
                    }
                    built.put(index, column);
                }
                let mut facts = FactMaker::new(&plan, chunk);
                facts.lost(file, &built, |row| built.is_rejected(row), Lost::Rejected);
                facts.add(file, &built.seal(|_| (0, 0)));
                let facts = facts.finish();
                let mut saved = Vec::new();
                facts.save(&mut saved);
                for cut in [0, saved.len() / 2, saved.len() - 1] {
                    assert!(Facts::load(&plan, &saved[..cut]).is_none(), "half of the facts are none");
                }
                // As a run that was resumed: every second chunk comes from what was saved.
                let facts = if chunk % 2 == 0 { facts } else { Facts::load(&plan, &saved).unwrap() };
                collector.add(facts).unwrap();
                numbers.insert(chunk, (first * chunk_rows) as u32);
                chunk += 1;
            }
        }
        let mut answer = collector.finish(&|| Ok(())).unwrap();
        let mut faults = Vec::new();
        while let Some(fault) = answer.faults.next().unwrap() {
            let layout = &plan.files[fault.file].layout;
            let row = numbers[&fault.row.chunk] + fault.row.row;
            faults.push((layout.id(), row, layout.items[fault.item].slug.clone(), fault.code.id));
        }
        Found { faults, not_run: answer.not_run, totals: answer.totals }
    }

    fn found(&self) -> Found {
        let dir = tempfile::tempdir().unwrap();
        let folder = RunFolder::create(&dir.path().join("out"), false, "manifest.json").unwrap();
        self.run(usize::MAX, 1 << 20, folder.scratch())
    }

    #[track_caller]
    fn finds(&self, expected: &[(&str, u32, &str, &str)]) {
        let found = self.found();
        let told: Vec<_> =
            found.faults.iter().map(|(file, row, item, code)| (&**file, *row, &**item, *code)).collect();
        assert_eq!(told, expected, "not run: {:?}", found.not_run);
    }
}

const TOWN: (&str, &[Row<'static>]) = (
    "00.town_master",
    &[
        &[
            ("town_code", "13101000001"),
            ("valid_from", "20000101"),
            ("valid_to", "20101231"),
            ("successor_code", ""),
        ],
        &[
            ("town_code", "13101000001"),
            ("valid_from", "20110101"),
            ("valid_to", "20191231"),
            ("successor_code", ""),
        ],
    ],
);

#[test]
fn a_key_stands_once() {
    case(&[(
        "01.household",
        &[&[("household_number", "1")], &[("household_number", "2")], &[("household_number", "1")]],
    )])
    .finds(&[("01.household", 2, "household_number", "DUP001")]);
}

#[test]
fn a_reference_finds_its_row_or_is_told() {
    case(&[
        (
            "01.resident",
            &[
                &[("address_number", "1"), ("household_number", "7")],
                &[("address_number", "2"), ("household_number", "8")],
                &[("address_number", "3"), ("household_number", "")],
            ],
        ),
        ("01.household", &[&[("household_number", "7")]]),
    ])
    .finds(&[("01.resident", 1, "household_number", "REF001")]);
}

#[test]
fn a_reference_to_a_rejected_row_names_another_cause() {
    let mut case = case(&[
        ("01.resident", &[&[("address_number", "1"), ("household_number", "7")]]),
        ("01.household", &[&[("household_number", "7")], &[("household_number", "8")]]),
    ]);
    case.errors.push(("01.household", 0, "household_number"));
    case.finds(&[("01.resident", 0, "household_number", "REF003")]);
}

#[test]
fn a_code_is_valid_on_the_day_of_its_record() {
    let resident = |town: &'static str, day: &'static str| {
        vec![
            ("address_number", "1".to_owned()),
            ("town_code", town.to_owned()),
            ("change_date", day.to_owned()),
        ]
    };
    let with = |row: Vec<(&'static str, String)>, base_date| {
        let mut case = case(&[TOWN]);
        case.rows.push(("01.resident", vec![row]));
        case.base_date = base_date;
        case
    };
    with(resident("13101000001", "20101231"), None).finds(&[]);
    with(resident("13101000001", "20110000"), None).finds(&[]);
    with(resident("13101000001", "20200101"), None).finds(&[("01.resident", 0, "town_code", "REF004")]);
    with(resident("13101000002", "20200101"), None).finds(&[("01.resident", 0, "town_code", "REF001")]);
    // Without a date of its own the record is looked at on 基準日, if there is one.
    with(resident("13101000001", ""), None).finds(&[]);
    with(resident("13101000001", ""), Some("20260331")).finds(&[("01.resident", 0, "town_code", "REF004")]);
}

#[test]
fn a_row_of_the_wrong_kind_and_a_value_that_differs_are_told() {
    let history = |name: &'static str| -> Vec<(&'static str, &'static str)> {
        vec![
            ("address_number", "1"),
            ("history_number", "1"),
            ("latest_flag", "1"),
            ("cancelled_flag", "0"),
            ("name", name),
            ("birth_date", "19800401"),
        ]
    };
    let resident: Row<'_> = &[
        ("address_number", "1"),
        ("name", "山田　太郎"),
        ("nationality_kind", "2"),
        ("birth_date", "19800401"),
    ];
    case(&[("01.resident", &[resident]), ("01.resident_history", &[&history("山田　太郎")])]).finds(&[]);
    case(&[("01.resident", &[resident]), ("01.resident_history", &[&history("山田　一郎")])]).finds(&[(
        "01.resident_history",
        0,
        "name",
        "REF008",
    )]);
    case(&[("01.resident", &[resident]), ("01.koseki_display", &[&[("address_number", "1")]])]).finds(&[(
        "01.koseki_display",
        0,
        "address_number",
        "REF006",
    )]);
}

#[test]
fn the_members_of_a_household_are_as_many_as_it_says_and_one_is_its_head() {
    let member =
        |number: &'static str, household: &'static str, head: &'static str, removed: &'static str| {
            [
                ("address_number", number),
                ("household_number", household),
                ("household_head_kind", head),
                ("removal_date", removed),
            ]
        };
    let household = |number: &'static str, count: &'static str| {
        [("household_number", number), ("member_count", count), ("removal_date", "")]
    };
    case(&[
        (
            "01.resident",
            &[
                &member("1", "7", "1", ""),
                &member("2", "7", "2", ""),
                &member("3", "8", "1", ""),
                &member("4", "8", "1", ""),
                &member("5", "9", "2", ""),
                &member("6", "9", "1", "20200101"),
            ],
        ),
        ("01.household", &[&household("7", "3"), &household("8", "2"), &household("9", "1")]),
    ])
    .finds(&[
        ("01.resident", 3, "household_head_kind", "REC020"),
        ("01.resident", 4, "household_head_kind", "REC020"),
        ("01.household", 0, "member_count", "REF011"),
    ]);
}

#[test]
fn a_history_has_one_latest_row_and_periods_that_do_not_overlap_but_for_cancelled_ones() {
    let row = |person: &'static str,
               number: &'static str,
               latest: &'static str,
               cancelled: &'static str,
               start: &'static str,
               end: &'static str| {
        [
            ("address_number", person),
            ("history_number", number),
            ("latest_flag", latest),
            ("cancelled_flag", cancelled),
            ("start_date", start),
            ("end_date", end),
        ]
    };
    let rows = [
        row("1", "1", "0", "0", "20000101", "20100401"),
        row("1", "2", "0", "1", "20050101", "20060101"),
        row("1", "3", "1", "0", "20100401", ""),
        row("2", "1", "1", "0", "20000101", "20100401"),
        row("2", "2", "1", "0", "20090101", ""),
        row("3", "1", "0", "0", "20000101", ""),
        row("4", "10", "1", "0", "20100401", ""),
        row("4", "9", "0", "0", "20000101", "20100401"),
    ];
    let rows: Vec<Row<'_>> = rows.iter().map(|row| row.as_slice()).collect();
    case(&[("01.resident_history", &rows)]).finds(&[
        ("01.resident_history", 4, "latest_flag", "REC013"),
        ("01.resident_history", 4, "start_date", "REC015"),
        ("01.resident_history", 5, "latest_flag", "REC013"),
    ]);
}

#[test]
fn one_number_belongs_to_one_living_person_and_a_row_in_error_is_left_out() {
    let person = |number: &'static str, individual: &'static str, removed: &'static str| {
        [("address_number", number), ("individual_number", individual), ("removal_date", removed)]
    };
    let rows = [
        person("1", "123456789018", ""),
        person("2", "123456789018", "20200101"),
        person("3", "123456789018", ""),
        person("4", "123456789018", ""),
    ];
    let rows: Vec<Row<'_>> = rows.iter().map(|row| row.as_slice()).collect();
    let mut case = case(&[("01.resident", &rows)]);
    case.errors.push(("01.resident", 3, "removal_date"));
    case.finds(&[("01.resident", 2, "individual_number", "REC017")]);
}

#[test]
fn totals_are_counted_and_compared_with_what_was_delivered_on_the_day() {
    let person = |number: &'static str, town: &'static str, removed: &'static str| {
        [
            ("address_number", number),
            ("town_code", town),
            ("sex", "1"),
            ("nationality_kind", "1"),
            ("removal_date", removed),
        ]
    };
    let figure = |line: &'static str, town: &'static str, count: &'static str, day: &'static str| {
        [
            ("business_number", "01"),
            ("file_name", "resident"),
            ("total_name", "人口"),
            ("base_date", day),
            ("line_number", line),
            ("group1", town),
            ("group2", "1"),
            ("group3", "1"),
            ("total_count", count),
            ("total_amount", ""),
        ]
    };
    let people = [
        person("1", "1", ""),
        person("2", "1", ""),
        person("3", "2", ""),
        person("4", "2", "20200101"),
        person("5", "3", ""),
    ];
    let people: Vec<Row<'_>> = people.iter().map(|row| row.as_slice()).collect();
    let figures = [
        figure("1", "1", "2", "20260331"),
        figure("2", "2", "2", "20260331"),
        figure("3", "1", "9", "20250331"),
    ];
    let figures: Vec<Row<'_>> = figures.iter().map(|row| row.as_slice()).collect();
    let mut case = case(&[("01.resident", &people), ("00.control_total", &figures)]);
    let found = case.found();
    assert!(found.faults.is_empty(), "without 基準日 nothing is compared: {:?}", found.faults);
    case.base_date = Some("20260331");
    let found = case.found();
    let told: Vec<_> =
        found.faults.iter().map(|(file, row, item, code)| (&**file, *row, &**item, *code)).collect();
    assert_eq!(told, [("00.control_total", 1, "total_count", "SET002")]);
    let population = found.totals.iter().find(|total| total.name == "人口").unwrap();
    assert_eq!((population.rows, population.groups.len()), (4, 3));
    assert_eq!(population.groups[0].values, ["1", "1", "1"]);
}

#[test]
fn rules_that_cannot_run_are_named_with_the_reason() {
    let case = case(&[
        ("01.resident", &[&[("address_number", "1"), ("household_number", ""), ("town_code", "1")]]),
        ("01.household", &[&[("household_number", "1")]]),
    ]);
    let not_run = case.found().not_run;
    let why = |rule: &str, role: &str| {
        let mut found = not_run.iter().filter(|one| one.file == "01.resident" && one.rule == rule);
        found.find(|one| one.roles.first().is_some_and(|first| first == role)).map(|one| one.why)
    };
    assert_eq!(why("relation", "town_code"), Some(Why::FileNotDelivered));
    assert_eq!(why("relation", "household_number"), Some(Why::ItemBlank));
    assert_eq!(why("unique", "individual_number"), Some(Why::ItemNotMapped));
    assert!(not_run.iter().any(|one| one.why == Why::NoBaseDate), "{not_run:?}");
}

mod whatever_the_memory {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn and_the_chunks_the_findings_are_the_same_in_the_same_order(
            people in proptest::collection::vec((0u8..12, 0u8..6, 0u8..3), 0..60),
            households in proptest::collection::vec((0u8..6, 0u8..4), 0..12),
        ) {
            let mut case = case(&[]);
            let person = |(number, household, head): &(u8, u8, u8)| vec![
                ("address_number", number.to_string()),
                ("household_number", household.to_string()),
                ("household_head_kind", head.to_string()),
                ("removal_date", String::new()),
            ];
            let household = |(number, members): &(u8, u8)| vec![
                ("household_number", number.to_string()),
                ("member_count", members.to_string()),
                ("removal_date", String::new()),
            ];
            case.rows.push(("01.resident", people.iter().map(person).collect()));
            case.rows.push(("01.household", households.iter().map(household).collect()));
            let dir = tempfile::tempdir().unwrap();
            let mut before = None;
            for (turn, (chunk, memory)) in [(usize::MAX, 1 << 20), (7, 1), (1, 3_000)].into_iter().enumerate() {
                let out = dir.path().join(turn.to_string());
                let folder = RunFolder::create(&out, false, "manifest.json").unwrap();
                let found = case.run(chunk, memory, folder.scratch());
                let before = before.get_or_insert_with(|| found.faults.clone());
                prop_assert_eq!(before, &found.faults);
            }
        }
    }
}
