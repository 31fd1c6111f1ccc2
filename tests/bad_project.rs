//! Mistakes in a project or on the command line: told before the first record, with the place and what was meant.

mod support;

use support::{GOOD, Project, Run, says, utsushi};

/// One slip in one file: the message has the file, the line and column where it stands, and the rest.
#[track_caller]
fn slip(file: &str, from: &str, to: &str, said: &[&str]) {
    let project = Project::of_records(&[GOOD]).source("header = 0\nquote = \"when-needed\"");
    let project = project.settings("[characters]\nunmapped = \"blank\"\n[policy]\nDAT002 = \"keep\"");
    let project = project.edit(file, from, to);
    let text = std::fs::read_to_string(project.path(file)).unwrap();
    let message = project.refused();
    says(&message, said);
    let place = message.split_once(file).unwrap_or_else(|| panic!("no {file} in: {message}")).1;
    let mut numbers = place.trim_start_matches(':').split(':').map(|number| number.trim().parse::<usize>());
    let (Some(Ok(line)), Some(Ok(column))) = (numbers.next(), numbers.next()) else {
        panic!("no place in: {message}")
    };
    let there = text.lines().nth(line - 1).unwrap();
    assert!(
        there.contains(to.lines().next().unwrap()) || there.contains(to),
        "line {line} is not the slip: {message}"
    );
    assert!((1..=there.chars().count() + 1).contains(&column), "column {column}: {message}");
}

#[test]
fn a_slip_in_migration_toml_is_placed_and_the_meant_name_is_suggested() {
    let file = "migration.toml";
    slip(file, "[municipality]", "[municipalty]", &["did you mean \"municipality\""]);
    slip(file, "unmapped =", "unmaped =", &["did you mean \"unmapped\""]);
    slip(file, "\"blank\"", "\"blnk\"", &["did you mean \"blank\""]);
    slip(file, "DAT002", "DTA002", &["did you mean \"DAT002\""]);
    slip(file, "\"keep\"", "\"kep\"", &["did you mean \"keep\""]);
    slip(file, "01.resident", "01.residnt", &["did you mean \"01.resident\""]);
    slip(file, "files =", "fils =", &["did you mean \"files\""]);
    slip(file, "\"en\"", "\"fr\"", &["\"ja\" or \"en\""]);
    slip(file, "\"juki\"", "\"ju ki\"", &["ju ki"]);
    slip(file, "code = \"990001\"", "code = 990001", &["string"]);
    slip(file, "name = \"架空市\"", "name = \"架空市", &["string"]);
}

#[test]
fn a_slip_in_the_name_of_the_standard_is_placed_too() {
    slip("migration.toml", "\"chukan-2.7\"", "\"chukan-2.8\"", &["did you mean \"chukan-2.7\""]);
}

#[test]
fn a_slip_in_the_source_definition_is_placed_and_the_meant_name_is_suggested() {
    let file = "source.toml";
    slip(file, "charset =", "charst =", &["did you mean \"charset\""]);
    slip(file, "\"cp932\"", "\"cp392\"", &["did you mean \"cp932\""]);
    slip(file, "\"when-needed\"", "\"when-neded\"", &["did you mean \"when-needed\""]);
    slip(file, "header = 0", "header = 10", &["0 to 9"]);
    slip(file, "\"csv\"", "\"tsv\"", &["csv"]);
    slip(file, "\"氏名\"", "\"宛名番号\"", &["宛名番号"]);
}

#[test]
fn a_slip_in_the_mapping_is_placed_and_the_meant_name_is_suggested() {
    let file = "mapping.toml";
    slip(file, "\"氏名\" = ", "\"氏各\" = ", &["did you mean \"氏名\""]);
    slip(file, "from = \"生年月日\"", "from = \"生年月\"", &["did you mean \"生年月日\""]);
    slip(file, "[\"wareki\"]", "[\"wareky\"]", &["did you mean \"wareki\""]);
    slip(file, "steps = [\"wareki\"]", "step = [\"wareki\"]", &["did you mean \"steps\""]);
    slip(file, "\"性別\" = { constant = \"1\" }", "\"性別\" = { constant = \"3\" }", &["\"3\"", "sex"]);
    slip(file, "[\"trim\"]", "[{ code = \"sx\" }]", &["[code.sx]"]);
}

#[test]
fn a_condition_on_an_unknown_field_is_refused() {
    slip("migration.toml", "mapping = ", "when = '氏明 is blank'\nmapping = ", &["did you mean \"氏名\""]);
    slip("migration.toml", "mapping = ", "when = '氏名 is nothing'\nmapping = ", &["氏名 is nothing"]);
}

#[test]
fn a_key_item_that_nothing_feeds_is_refused() {
    let project = Project::of_records(&[GOOD]);
    let message = project
        .edit("mapping.toml", "\"宛名番号\" = { from = \"宛名番号\", steps = [\"trim\"] }\n", "")
        .refused();
    says(&message, &["mapping.toml", "宛名番号", "not mapped"]);
}

#[test]
fn all_mistakes_are_told_at_once() {
    let project = Project::of_records(&[GOOD])
        .edit("mapping.toml", "\"氏名\" =", "\"氏各\" =")
        .edit("mapping.toml", "[\"wareki\"]", "[\"wareky\"]")
        .edit("migration.toml", "990001", "990002");
    let message = project.refused();
    says(&message, &["\"氏名\"", "\"wareki\"", "990002"]);
}

#[test]
fn a_municipality_code_with_a_wrong_check_digit_is_refused() {
    for code in ["990002", "99000", "9900011", "", "abcdef", "９９０００１"] {
        slip(
            "migration.toml",
            "code = \"990001\"",
            &format!("code = \"{code}\""),
            &["全国地方公共団体コード"],
        );
    }
}

#[test]
fn files_of_the_project_that_are_missing_or_no_text_are_named() {
    for name in ["migration.toml", "source.toml", "mapping.toml"] {
        let project = Project::of_records(&[GOOD]);
        std::fs::remove_file(project.path(name)).unwrap();
        says(&project.refused(), &[name, "not found"]);
        std::fs::create_dir(project.path(name)).unwrap();
        says(&project.refused(), &[name]);
        let project = Project::of_records(&[GOOD]).file(name, b"# \n\x93\xfa\x96\x7b\n");
        says(&project.refused(), &[&format!("{name}:2"), "UTF-8"]);
        says(&Project::of_records(&[GOOD]).file(name, "").refused(), &[name]);
    }
}

#[test]
fn a_toml_file_may_begin_with_a_byte_order_mark() {
    let project = Project::of_records(&[GOOD]);
    let mut project = project;
    for name in ["migration.toml", "source.toml", "mapping.toml"] {
        let text = std::fs::read_to_string(project.path(name)).unwrap();
        project = project.file(name, format!("\u{feff}{text}"));
    }
    project.converted(0);
}

#[test]
fn a_place_behind_a_byte_order_mark_is_where_an_editor_shows_it() {
    let project = Project::of_records(&[GOOD]);
    let text = std::fs::read_to_string(project.path("migration.toml")).unwrap().replace("lang = ", "lnag = ");
    let message = project.file("migration.toml", format!("\u{feff}{text}")).refused();
    says(&message, &["migration.toml:1:1: ", "did you mean \"lang\""]);
}

#[test]
fn jobs_must_have_names_of_their_own() {
    let project = Project::of_records(&[GOOD]);
    let text = std::fs::read_to_string(project.path("migration.toml")).unwrap();
    let job = text[text.find("[[job]]").unwrap()..].replace("\"juki\"", "\"JUKI\"");
    says(&project.file("migration.toml", text + &job).refused(), &["migration.toml:", "two jobs"]);
}

#[test]
fn standard_input_can_be_read_by_one_job_only() {
    // Two readers of one stream would each get a part of it.
    let project = Project::new().edit("migration.toml", "\"input/*.csv\"", "\"-\"");
    let text = std::fs::read_to_string(project.path("migration.toml")).unwrap();
    let job = text[text.find("[[job]]").unwrap()..].replace("\"juki\"", "\"more\"");
    let project = project.file("migration.toml", text + &job);
    let input = project.path("stdin.csv");
    std::fs::write(&input, "0001,A,S550401,\r\n".repeat(40_000)).unwrap();
    let mut command = project.command(&[]);
    let output = command.stdin(std::fs::File::open(&input).unwrap()).output().unwrap();
    let run = Run::of(output, project.out());
    run.expect(2);
    assert!(!run.out.exists());
}

#[test]
fn a_project_without_jobs_targets_or_files_is_refused() {
    let head = |project: &Project| {
        let text = std::fs::read_to_string(project.path("migration.toml")).unwrap();
        text[..text.find("[[job]]").unwrap()].to_owned()
    };
    let project = Project::of_records(&[GOOD]);
    let text = head(&project);
    says(&project.file("migration.toml", text).refused(), &["migration.toml", "[[job]]"]);
    let project = Project::of_records(&[GOOD]).edit("migration.toml", "[\"input/*.csv\"]", "[]");
    says(&project.refused(), &["migration.toml:", "juki"]);
    let project = Project::of_records(&[GOOD]);
    let text = std::fs::read_to_string(project.path("migration.toml")).unwrap();
    let text = text[..text.find("[[job.target]]").unwrap()].to_owned();
    says(&project.file("migration.toml", text).refused(), &["migration.toml:", "[[job.target]]"]);
}

#[test]
fn an_unknown_job_is_refused_with_what_was_meant() {
    let message = Project::of_records(&[GOOD]).refused_with(&["--job", "jukki"]);
    says(&message, &["no job \"jukki\"", "did you mean \"juki\""]);
}

#[test]
fn a_folder_of_layouts_that_is_not_there_is_named() {
    says(&Project::of_records(&[GOOD]).refused_with(&["--layouts", "/nowhere/at/all"]), &["/nowhere/at/all"]);
}

#[test]
fn arguments_that_make_no_sense_are_refused() {
    let project = Project::of_records(&[GOOD]);
    says(&project.refused_with(&["--memory", "1MiB"]), &["1MiB", "at least 192MiB"]);
    says(&project.refused_with(&["--memory", "lots"]), &["lots"]);
    says(&project.refused_with(&["--threads", "0"]), &["--threads"]);
    says(&project.refused_with(&["--overwite"]), &["--overwrite"]);
    says(&project.refused_with(&["--progress", "loud"]), &["auto"]);
    let run = Run::of(utsushi().args(["convret"]).output().unwrap(), "".into());
    run.expect(2);
    says(&run.stderr, &["convert"]);
}
