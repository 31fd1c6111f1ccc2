//! `samples/gaiji`: census, worksheet, filled in, read back, checked, converted. Counts add up, and nothing that nobody
//! identified reaches `data/`.

mod support;

use std::path::{Path, PathBuf};
use support::utsushi;

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(std::fs::copy(entry.path(), target).unwrap()),
        }
    }
}

fn run(arguments: &[&str], folder: &Path) -> (i32, String) {
    let output = utsushi().current_dir(folder).args(arguments).output().unwrap();
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.code().unwrap(), said)
}

fn json(path: PathBuf) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// How often the manifest says that gaiji were replaced, and how many findings there are of those that were not.
fn counts(out: &Path) -> (u64, u64) {
    let manifest = json(out.join("manifest.json"));
    let none = Vec::new();
    let changes = manifest["characters"]["changes"].as_array().unwrap_or(&none);
    let replaced = changes.iter().map(|change| change["count"].as_u64().unwrap()).sum();
    let codes = &manifest["findings"]["codes"];
    let left = ["CHR003", "CHR015", "CHR016"].iter().filter_map(|code| codes[code].as_u64()).sum();
    (replaced, left)
}

fn no_private_character(out: &Path) {
    for file in ["resident", "koseki_display"] {
        let data = std::fs::read_to_string(out.join(format!("data/01_juki/{file}.csv"))).unwrap();
        assert!(!data.contains(|c: char| ('\u{E000}'..='\u{F8FF}').contains(&c) || c >= '\u{F0000}'));
    }
}

/// The worksheet with a font that has a glyph for F040 and F041 of the thirty gaiji.
fn font_of_the_vendor(here: &Path) {
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/report/tests/fixtures");
    let font = fonts.join("made_up.tte").display().to_string();
    let sheet = |out: &str, font: &str| {
        run(&["gaiji", "worksheet", "p", "--overwrite", "--out", out, "--font", font, "--lang", "en"], here)
    };
    let (exit, said) = sheet("drawn.html", &font);
    assert!(exit == 0 && said.contains("30 gaiji, 28 of them without a glyph"), "{said}");
    let page = std::fs::read_to_string(here.join("drawn.html")).unwrap();
    assert_eq!(page.matches("<path d=").count(), 2);
    assert!(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'\""));

    let (exit, said) = sheet("drawn.xlsx", &font);
    assert!(exit == 0 && said.contains("shows no glyphs"), "{said}");

    let (exit, said) = run(&["gaiji", "check", "p", "--font", &font, "--lang", "en"], here);
    assert!(exit == 1 && said.contains("F042") && said.contains("has no glyph in the font"), "{said}");
    assert!(!said.lines().any(|line| line.contains("F041") && line.contains("in the font")), "{said}");

    // The project's own table is no font, and a refused font leaves no worksheet.
    for font in ["p/gaiji.csv", "nowhere.tte"] {
        let (exit, said) = sheet("refused.html", font);
        assert!(exit == 2 && said.contains(font), "{said}");
        assert!(!here.join("refused.html").exists());
    }
}

#[test]
fn from_census_to_conversion_every_gaiji_is_counted_and_none_slips_through() {
    let root = tempfile::tempdir().unwrap();
    let here = root.path();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/gaiji"), &here.join("p"));

    let (exit, said) = run(&["gaiji", "census", "p", "--out", "census.json"], here);
    assert_eq!(exit, 1, "{said}");
    let census = json(here.join("census.json"));
    let entries = census["characters"].as_array().unwrap();
    assert_eq!(entries.len(), 30, "{said}");
    let total: u64 = entries.iter().map(|entry| entry["count"].as_u64().unwrap()).sum();
    let records: u64 = entries.iter().map(|entry| entry["records"].as_u64().unwrap()).sum();
    assert_eq!(records, 45);

    let (exit, said) = run(&["convert", "p", "--out", "before"], here);
    assert_eq!(exit, 1, "{said}");
    let (replaced, left) = counts(&here.join("before"));
    // One gaiji a value, so a finding each.
    assert!(replaced > 0 && left > 0 && replaced + left == total, "{replaced} + {left} = {total}");
    no_private_character(&here.join("before"));

    for sheet in ["sheet.xlsx", "sheet.html"] {
        let (exit, said) = run(&["gaiji", "worksheet", "p", "--out", sheet], here);
        assert_eq!(exit, 0, "{said}");
        #[cfg(unix)]
        assert_eq!(
            std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(here.join(sheet)).unwrap()) & 0o777,
            0o600
        );
    }
    font_of_the_vendor(here);

    // A sheet that nobody filled in reads back: everything stays pending.
    let (exit, said) = run(&["gaiji", "worksheet", "p", "--read", "sheet.xlsx"], here);
    assert_eq!(exit, 0, "{said}");

    // One wrong line, and the table stays as it was.
    let before = std::fs::read(here.join("p/gaiji.csv")).unwrap();
    std::fs::write(here.join("wrong.csv"), "code,mj\nF041,MJ999999\nF042,MJ000006\n").unwrap();
    let (exit, said) = run(&["gaiji", "worksheet", "p", "--read", "wrong.csv"], here);
    assert!(exit == 2 && said.contains("MJ999999"), "{said}");
    assert!(std::fs::read(here.join("p/gaiji.csv")).unwrap() == before);

    let (exit, said) = run(&["gaiji", "worksheet", "p", "--read", "p/worksheet-filled.csv"], here);
    assert_eq!(exit, 0, "{said}");
    let (exit, said) = run(&["gaiji", "check", "p"], here);
    assert!(exit == 1 && said.contains("F05D"), "{said}");

    let (exit, said) = run(&["convert", "p", "--out", "after"], here);
    assert_eq!(exit, 1, "{said}");
    let (replaced, left) = counts(&here.join("after"));
    assert_eq!(replaced + left, total);
    let rejected = entries.iter().find(|entry| entry["code"] == "F05D").unwrap()["count"].as_u64();
    assert_eq!(Some(left), rejected);
    no_private_character(&here.join("after"));
}
