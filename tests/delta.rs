//! `utsushi delta`: what is to be added, changed and deleted; applied to the old state it gives the new one.

mod support;

use proptest::prelude::*;
use std::fs;
use std::path::Path;
use std::process::Output;
use support::delivery::{Delivery, Table, files};
use support::utsushi;

const RESIDENT: &str = "01_juki/resident.csv";

fn run(arguments: &[&str]) -> Output {
    utsushi().arg("delta").args(["--lang", "en"]).args(arguments).output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn succeed(arguments: &[&str]) -> String {
    let done = run(arguments);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

fn equal(a: &Path, b: &Path) {
    let done = utsushi().args(["compare", "--lang", "en"]).arg(a).arg(b).output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stdout));
}

/// The city with a resident changed, one gone and one more.
fn changed() -> Delivery {
    let delivery = Delivery::small().set(RESIDENT, 2, "birth_date", "19010101");
    let mut table = delivery.table(RESIDENT);
    let mut row = table.rows.remove(6);
    let key = table.column("address_number");
    row[key] = "999999999999999".into();
    table.rows.insert(0, row);
    table.save(&delivery.path(RESIDENT));
    delivery
}

#[test]
fn a_delta_holds_whole_rows_its_account_closes_and_applied_it_gives_the_new_state() {
    let (old, new) = (Delivery::small(), changed());
    let (delta, made) = (old.root.path().join("delta"), old.root.path().join("made"));
    let said = succeed(&[text(&old.folder()), text(&new.folder()), "--out", text(&delta)]);
    assert!(said.contains("1 added, 1 changed, 1 deleted"), "{said}");
    let account: serde_json::Value =
        serde_json::from_slice(&fs::read(delta.join("delta.json")).unwrap()).unwrap();
    let of = |id: &str| {
        account["files"].as_array().unwrap().iter().find(|file| file["file"] == id).unwrap().clone()
    };
    let resident = of("01.resident");
    let rows = old.table(RESIDENT).rows.len() as u64;
    assert_eq!(
        ["old", "new", "added", "changed", "deleted", "unchanged"].map(|key| resident[key].as_u64().unwrap()),
        [rows, rows, 1, 1, 1, rows - 2]
    );
    for (part, column, value) in
        [("change", "birth_date", "19010101"), ("add", "address_number", "999999999999999")]
    {
        let table = Table::read(&delta.join("data").join(part).join(RESIDENT));
        assert_eq!(table.rows.len(), 1);
        assert_eq!(table.rows[0][table.column(column)], value);
    }
    let before = Table::read(&delta.join("data/before").join(RESIDENT));
    assert_eq!(before.rows[0], old.table(RESIDENT).rows[1]);
    let deleted = Table::read(&delta.join("data/delete").join(RESIDENT));
    assert_eq!(deleted.rows[0], old.table(RESIDENT).rows[6]);
    // Three files in four parts, as CSV and Parquet, and the account.
    assert_eq!(files(&delta).len(), 9);
    assert_eq!(account["outputs"].as_array().unwrap().len(), 8);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        files(&delta).iter().for_each(|path| {
            assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
        });
    }

    succeed(&["--apply", text(&delta), text(&old.folder()), "--out", text(&made)]);
    equal(&made, &new.folder());
    // In the old order, the changed one in its place, the added one at the end.
    let table = Table::read(&made.join("data").join(RESIDENT));
    let was = old.table(RESIDENT);
    assert_eq!(table.rows[0], was.rows[0]);
    assert_eq!(table.rows[1][table.column("birth_date")], "19010101");
    assert_eq!(table.rows[6], was.rows[7]);
    assert_eq!(table.rows.last().unwrap()[table.column("address_number")], "999999999999999");
}

#[test]
fn nothing_changed_is_an_empty_delta_and_applying_it_changes_nothing() {
    let old = Delivery::small();
    let (delta, made) = (old.root.path().join("delta"), old.root.path().join("made"));
    succeed(&[text(&old.folder()), text(&old.folder()), "--out", text(&delta)]);
    assert_eq!(files(&delta).len(), 1, "the account alone");
    succeed(&["--apply", text(&delta), text(&old.folder()), "--out", text(&made)]);
    equal(&made, &old.folder());
}

#[test]
fn a_delta_that_does_not_fit_is_refused_with_its_place_and_nothing_is_left() {
    let (old, new) = (Delivery::small(), changed());
    let (delta, made) = (old.root.path().join("delta"), old.root.path().join("made"));
    succeed(&[text(&old.folder()), text(&new.folder()), "--out", text(&delta)]);
    let refused = |old: &Path, words: &str| {
        let done = run(&["--apply", text(&delta), text(old), "--out", text(&made)]);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "{said}");
        assert!(!made.exists());
    };
    // The row to change is another one by now; the row to delete is gone; there is a row more.
    let other = Delivery::small().set(RESIDENT, 2, "birth_date", "19020202");
    refused(&other.folder(), "before/01_juki/resident.csv");
    refused(&new.folder(), "01_juki/resident.csv");
    refused(&Delivery::small().again(RESIDENT, 1).folder(), "rows");
    refused(&Delivery::small().remove("01_juki/household.csv").folder(), "rows");
    // The delta was changed, or is none.
    let path = delta.join("data/change").join(RESIDENT);
    let kept = fs::read_to_string(&path).unwrap();
    fs::write(&path, kept.replace("19010101", "19010102")).unwrap();
    refused(&old.folder(), "not as it was written");
    fs::remove_file(delta.join("delta.json")).unwrap();
    refused(&old.folder(), "--apply");
}

#[test]
fn what_cannot_be_read_makes_no_delta() {
    let old = Delivery::small();
    let delta = old.root.path().join("delta");
    let broken = old.table(RESIDENT).text(b',', true) + "too,few\r\n";
    let new = Delivery::small().write(RESIDENT, broken);
    for (a, b) in [(&old, &new), (&new, &old)] {
        let done = run(&[text(&a.folder()), text(&b.folder()), "--out", text(&delta)]);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{said}");
        assert!(said.contains("1 lines") && said.contains("resident.csv"), "{said}");
        assert!(!delta.exists());
    }
}

/// A file without a key, and one with: rows over few values, so that keys and whole rows stand several times.
fn tables() -> impl Strategy<Value = (Vec<[String; 3]>, Vec<[String; 3]>)> {
    let row = ["[12]?", "[ab]", "[xy]?"];
    (proptest::collection::vec(row, 0..10), proptest::collection::vec(row, 0..10))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 20, ..ProptestConfig::default() })]

    /// Whatever the changes, doubled keys and equal rows too: delta, then apply, is the new state as a set of rows.
    #[test]
    fn delta_then_apply_is_the_new_state(resident in tables(), household in tables()) {
        let state = |resident: &[[String; 3]], household: &[[String; 3]]| {
            let mut delivery = Delivery::empty();
            for (name, columns, rows) in [
                ("resident", ["address_number", "name", "address"], resident),
                ("household", ["household_number", "household_head_name", "household_head_alias"], household),
            ] {
                let mut text = columns.join(",") + "\r\n";
                rows.iter().for_each(|row| text += &(row.join(",") + "\r\n"));
                delivery = delivery.write(&format!("01_juki/{name}.csv"), text);
            }
            delivery
        };
        let (old, new) = (state(&resident.0, &household.0), state(&resident.1, &household.1));
        let (delta, made) = (old.root.path().join("delta"), old.root.path().join("made"));
        succeed(&[text(&old.folder()), text(&new.folder()), "--out", text(&delta)]);
        succeed(&["--apply", text(&delta), text(&old.folder()), "--out", text(&made)]);
        for (name, columns) in [
            ("resident", ["address_number", "name", "address"]),
            ("household", ["household_number", "household_head_name", "household_head_alias"]),
        ] {
            let rows = |path: &Path| {
                let table = Table::read(path);
                let at = columns.map(|column| table.column(column));
                let mut rows: Vec<[String; 3]> =
                    table.rows.iter().map(|row| at.map(|at| row[at].clone())).collect();
                rows.sort();
                rows
            };
            let wanted = rows(&new.path(&format!("01_juki/{name}.csv")));
            prop_assert_eq!(rows(&made.join(format!("data/01_juki/{name}.csv"))), wanted);
        }
    }
}
