//! `verify` writes its pages, compares with the last delivery, and goes over the deliveries of many municipalities.

mod support;

use std::fs;
use support::delivery::Delivery;

/// A delivery with an error in a record.
fn faulty() -> Delivery {
    Delivery::small().set("01_juki/resident.csv", 1, "birth_date", "20230231")
}

#[test]
fn the_pages_stand_beside_the_findings_and_say_what_changed() {
    let (first, second) = (faulty(), Delivery::small());
    let (one, two) = (first.root.path().join("one"), second.root.path().join("two"));
    let verify = |delivery: &Delivery, out: &std::path::Path, before: Option<&std::path::Path>| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_utsushi"));
        command.args(["verify", "--lang", "ja", "--quiet"]).arg(delivery.folder()).arg("--out").arg(out);
        before.map(|before| command.arg("--previous").arg(before));
        command.output().unwrap()
    };
    verify(&first, &one, None);
    verify(&second, &two, Some(&one));
    let page = |out: &std::path::Path| fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page(&one).contains("DAT002") && !page(&one).contains("前回の納品からの変化"));
    assert!(page(&two).contains("前回の納品からの変化") && page(&two).contains("✓ 解消"));
    assert!(fs::metadata(two.join("report.xlsx")).unwrap().len() > 5_000);

    let nothing = verify(&second, &second.root.path().join("three"), Some(&second.folder()));
    assert_eq!(nothing.status.code(), Some(2), "no result of an earlier verification");
    assert!(String::from_utf8_lossy(&nothing.stderr).contains("--previous"));
    assert!(!second.root.path().join("three").exists());
}

#[test]
fn each_delivery_has_its_own_result_and_one_page_leads_to_all() {
    let root = tempfile::tempdir().unwrap();
    let all = root.path().join("all");
    fs::create_dir(&all).unwrap();
    fs::rename(faulty().folder(), all.join("010006")).unwrap();
    fs::write(all.join("020001.zip"), b"no zip at all").unwrap();
    fs::write(all.join("readme.txt"), b"nobody's").unwrap();
    let out = root.path().join("results");
    let run = |more: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_utsushi"));
        command.args(["verify", "--each", "--lang", "ja"]).arg(&all).arg("--out").arg(&out).args(more);
        command.output().unwrap()
    };
    let done = run(&[]);
    assert_eq!(done.status.code(), Some(2), "one could not be verified");
    let page = fs::read_to_string(out.join("index.html")).unwrap();
    assert!(page.contains("href=\"./010006/report.html\"") && page.contains("検証できず"));
    assert!(page.contains("前回なし") && !page.contains("readme"));
    assert!(out.join("010006/report.html").exists() && !out.join("020001").exists());

    assert_eq!(run(&[]).status.code(), Some(2), "an earlier overview is not replaced");
    fs::remove_file(all.join("020001.zip")).unwrap();
    let last = out.to_str().unwrap().to_owned() + "-last";
    fs::rename(&out, &last).unwrap();
    let again = run(&["--previous", &last]);
    assert_eq!(again.status.code(), Some(1), "{}", String::from_utf8_lossy(&again.stderr));
    assert!(fs::read_to_string(out.join("index.html")).unwrap().contains("指摘の変化はありません"));

    let overview = || -> serde_json::Value {
        serde_json::from_slice(&fs::read(out.join("overview.json")).unwrap()).unwrap()
    };
    assert_eq!(overview()["deliveries"][0]["previous"]["kinds_of_findings"]["new"], 0);
    // A city that is no longer there leaves nothing of last time behind.
    fs::rename(all.join("010006"), all.join("030007")).unwrap();
    assert_eq!(run(&["--overwrite"]).status.code(), Some(1));
    assert!(!out.join("010006").exists() && out.join("030007/report.html").exists());
    assert_eq!(overview()["deliveries"].as_array().unwrap().len(), 1);
    assert_eq!(overview()["deliveries"][0]["name"], "030007");
}
