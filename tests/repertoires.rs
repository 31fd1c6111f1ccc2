//! Repertoires of the receiving side that need a table of the user's or another map, and the 外字一覧 beside the table.

mod support;

use support::{Project, says, utsushi};

/// One resident of this name, exported in UTF-8.
fn named(name: &str, characters: &str) -> Project {
    Project::of(format!("0001,{name},S550401,架空荘\r\n"))
        .source("charset = \"utf-8\"")
        .settings(&format!("[characters]\n{characters}"))
}

#[test]
fn jisx0208_takes_what_the_map_of_the_tax_agency_gives_and_says_so() {
    // U+FA11 has the target U+5D0E in 国税庁's map; U+20BB7 has none, and is not guessed.
    let run = named("山﨑　太郎", "repertoire = \"jisx0208\"\nshrink = [\"nta\"]").converted(0);
    assert_eq!(run.values("name"), ["山崎　太郎"]);
    let change = &run.manifest()["characters"]["changes"][0];
    assert_eq!(
        (&change["from"], &change["to"], &change["relation"], &change["count"]),
        (&"U+FA11".into(), &"U+5D0E".into(), &"nta".into(), &1.into())
    );
    let run = named("𠮷田　太郎", "repertoire = \"jisx0208\"\nshrink = [\"nta\"]").converted(1);
    assert_eq!(run.values("name"), [""]);
    run.finds(&[(1, "CHR018")]);
}

#[test]
fn mj_plus_takes_the_glyphs_of_the_users_table_and_names_its_version() {
    let plus = |table: &str| {
        named("\u{F0001}田　太郎", "repertoire = \"mj-plus\"\ngj = \"gj.csv\"\ngj_version = \"2026-08\"")
            .file("gj.csv", table)
    };
    let run = plus("gj,ucs\r\nGJ000001,U+F0001\r\n").converted(0);
    assert_eq!(run.values("name"), ["\u{F0001}田　太郎"]);
    assert_eq!(run.manifest()["characters"]["gj_version"], "2026-08");
    // A glyph that the table does not have is as private as any other.
    let run = plus("gj,ucs\r\nGJ000001,U+F0002\r\n").converted(1);
    assert_eq!(run.values("name"), [""]);
    let untold =
        named("山田　太郎", "repertoire = \"mj-plus\"\ngj = \"gj.csv\"").file("gj.csv", "gj,ucs\r\n");
    says(&untold.refused(), &["gj_version"]);
}

#[test]
fn a_gaiji_without_a_glyph_in_the_delivered_list_fails_the_check() {
    let list = |glyphs: &str, second: &str| {
        let job = "\n[[job]]\nname = \"list\"\nsource = \"list.toml\"\nfiles = [\"list.csv\"]\n\
                   [[job.target]]\nfile = \"00.gaiji_list\"\nmapping = \"list.map.toml\"\n";
        let mapping = "[item]\n\"システム識別\" = { constant = \"JUKI\" }\n\"外字コード\" = { from = \"コード\" }\n\
                       \"文字コード体系\" = { constant = \"cp932\" }\n\"フォントファイル名\" = { from = \"フォント\" }\n\
                       \"同定状況\" = { constant = \"1\" }\n";
        let name = [b"\xF0\x40\x93\x63\x81\x40\x91\xBE\x98\x59".as_slice(), b"\xF0\x41"].concat();
        let record = [b"0001,".as_slice(), &name, b",S550401,\r\n"].concat();
        let project = Project::of(record)
            .settings("[characters]\nrepertoire = \"mj\"\ngaiji = \"gaiji.csv\"")
            .file("gaiji.csv", format!("code,mj,status\r\nF040,MJ026191,identified\r\nF041,{second}\r\n"))
            .file("list.toml", "format = \"csv\"\ncharset = \"utf-8\"\nfields = [\"コード\", \"フォント\"]\n")
            .file("list.map.toml", mapping)
            .file("list.csv", glyphs);
        let settings = std::fs::read_to_string(project.path("migration.toml")).unwrap();
        project.file("migration.toml", settings + job)
    };
    let check = |project: &Project| {
        let output = utsushi().args(["gaiji", "check"]).arg(project.folder()).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8_lossy(&said).into_owned())
    };
    let (exit, said) = check(&list("F040,EUDC.TTE\r\nF041,EUDC.TTE\r\n", "MJ030196,identified"));
    assert_eq!(exit, Some(0), "{said}");
    let (exit, said) = check(&list("F040,EUDC.TTE\r\nF041,\r\n", "MJ030196,identified"));
    assert_eq!(exit, Some(1), "{said}");
    let lines: Vec<&str> =
        said.lines().filter(|line| line.contains("has no glyph in the 外字一覧")).collect();
    assert!(lines.len() == 1 && lines[0].contains("F041"), "{said}");
    // One that is still to be identified needs its glyph most.
    let (exit, said) = check(&list("F040,EUDC.TTE\r\nF041,\r\n", ",pending"));
    assert!(exit == Some(1) && said.contains("is pending; has no glyph in the 外字一覧"), "{said}");
}
