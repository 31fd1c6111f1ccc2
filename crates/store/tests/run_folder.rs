//! What the outside can rely on of a run folder.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use utsushi_store::{RunFolder, write_project, write_small};

const MARKER: &str = "manifest.json";

fn home() -> (TempDir, PathBuf) {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    (root, out)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn run(out: &Path, overwrite: bool, content: &str) {
    let folder = RunFolder::create(out, overwrite, MARKER).unwrap();
    write_small(&folder, MARKER, content.as_bytes()).unwrap();
    folder.finish().unwrap();
}

fn refusal(out: &Path, overwrite: bool) -> String {
    RunFolder::create(out, overwrite, MARKER).unwrap_err().to_string()
}

fn content(out: &Path) -> String {
    fs::read_to_string(out.join(MARKER)).unwrap()
}

#[test]
fn a_folder_appears_only_when_finished_and_with_nothing_beside_it() {
    let (root, out) = home();
    let folder = RunFolder::create(&out, false, MARKER).unwrap();
    let mut file = folder.file("data/01_resident/resident.csv").unwrap();
    file.write_all(b"1\n").unwrap();
    folder.scratch().create("keys").unwrap();
    let written = file.finish().unwrap();
    assert_eq!((written.path.as_str(), written.bytes), ("data/01_resident/resident.csv", 2));
    assert!(names(root.path()).iter().all(|name| name.starts_with(".out.utsushi-")));
    folder.finish().unwrap();
    assert_eq!(names(root.path()), ["out"]);
    assert_eq!(names(&out), ["data"]);
    assert_eq!(fs::read(out.join("data/01_resident/resident.csv")).unwrap(), b"1\n");
}

#[test]
fn a_folder_not_finished_leaves_nothing_not_even_its_parents() {
    let (root, _) = home();
    let out = root.path().join("a/b/out");
    let folder = RunFolder::create(&out, false, MARKER).unwrap();
    write_small(&folder, "data/x", b"x").unwrap();
    drop(folder);
    assert!(names(root.path()).is_empty());
    run(&out, false, "1");
    assert_eq!(content(&out), "1");
}

#[test]
fn a_disk_that_fills_leaves_nothing() {
    let (root, out) = home();
    let folder = RunFolder::create(&out, false, MARKER).unwrap().with_disk_limit(100);
    write_small(&folder, "a", &[0; 60]).unwrap();
    let problem = write_small(&folder, "b", &[0; 60]).unwrap_err().to_string();
    assert!(problem.contains("no space left"), "{problem}");
    assert!(folder.finish().is_err(), "a half-written file must not be handed over");
    assert!(names(root.path()).is_empty());
}

#[test]
fn a_file_begun_and_forgotten_keeps_the_folder_from_appearing() {
    let (root, out) = home();
    let folder = RunFolder::create(&out, false, MARKER).unwrap();
    drop(folder.file("a").unwrap());
    let problem = folder.finish().unwrap_err().to_string();
    assert!(problem.contains("not finished"), "{problem}");
    assert!(names(root.path()).is_empty());
}

#[test]
fn an_empty_folder_is_used_and_a_full_one_is_not() {
    let (root, out) = home();
    fs::create_dir(&out).unwrap();
    run(&out, false, "1");
    let problem = refusal(&out, false);
    assert!(problem.contains("--overwrite") && problem.contains("out"), "{problem}");
    assert_eq!(content(&out), "1");
    assert_eq!(names(root.path()), ["out"]);
}

#[test]
fn a_run_folder_stays_until_the_new_one_takes_its_place() {
    let (root, out) = home();
    run(&out, false, "old");
    let folder = RunFolder::create(&out, true, MARKER).unwrap();
    write_small(&folder, MARKER, b"new").unwrap();
    assert_eq!(content(&out), "old");
    folder.finish().unwrap();
    assert_eq!(content(&out), "new");
    assert_eq!(names(root.path()), ["out"]);

    drop(RunFolder::create(&out, true, MARKER).unwrap());
    assert_eq!(content(&out), "new");
}

#[test]
fn a_folder_that_is_no_run_folder_is_never_replaced() {
    let (root, out) = home();
    fs::create_dir(&out).unwrap();
    fs::write(out.join("thesis.doc"), "").unwrap();
    let problem = refusal(&out, true);
    assert!(problem.contains("not a run folder of utsushi"), "{problem}");
    fs::create_dir(out.join(MARKER)).unwrap();
    assert!(refusal(&out, true).contains("not a run folder"), "a folder is no marker");
    assert_eq!(names(root.path()), ["out"]);
}

#[test]
fn a_file_is_never_replaced() {
    let (root, out) = home();
    fs::write(&out, "x").unwrap();
    for overwrite in [false, true] {
        let problem = refusal(&out, overwrite);
        assert!(problem.contains("must be a folder"), "{problem}");
    }
    assert_eq!(names(root.path()), ["out"]);
}

#[test]
fn a_final_path_that_fills_while_the_run_lives_is_not_replaced() {
    let (root, out) = home();
    let folder = RunFolder::create(&out, false, MARKER).unwrap();
    fs::create_dir(&out).unwrap();
    fs::write(out.join("theirs"), "").unwrap();
    assert!(folder.finish().is_err());
    assert_eq!(names(root.path()), ["out"]);
    assert_eq!(names(&out), ["theirs"]);
}

#[test]
fn two_runs_never_write_to_one_folder() {
    let (_root, out) = home();
    let first = RunFolder::create(&out, false, MARKER).unwrap();
    write_small(&first, MARKER, b"1").unwrap();
    for overwrite in [false, true] {
        let problem = refusal(&out, overwrite);
        assert!(problem.contains("another run is writing"), "{problem}");
    }
    first.finish().unwrap();
    assert_eq!(content(&out), "1");
    run(&out, true, "2");
}

#[cfg(unix)]
#[test]
fn two_names_of_one_folder_are_one_folder() {
    let (root, out) = home();
    let link = root.path().join("link");
    fs::create_dir(&out).unwrap();
    std::os::unix::fs::symlink(&out, &link).unwrap();
    let first = RunFolder::create(&out, false, MARKER).unwrap();
    assert!(refusal(&link, false).contains("another run is writing"));
    drop(first);
    run(&link, false, "1");
    assert_eq!(content(&out), "1");
    assert!(link.is_symlink());
}

#[test]
fn of_many_runs_at_once_each_is_whole_or_refused() {
    let (root, _) = home();
    let out = root.path().join("a/b/out");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for turn in 0..25 {
                    match RunFolder::create(&out, true, MARKER) {
                        Ok(folder) => {
                            write_small(&folder, "data/x", b"x").unwrap();
                            write_small(&folder, MARKER, b"1").unwrap();
                            if turn % 3 > 0 {
                                folder.finish().unwrap();
                            }
                        }
                        Err(problem) => assert!(problem.to_string().contains("another run is"), "{problem}"),
                    }
                }
            });
        }
    });
    assert_eq!(names(&out), ["data", MARKER]);
    assert_eq!(names(&root.path().join("a/b")), ["out"]);
}

/// What a kill leaves: the siblings that exist, and what stands at the final path.
fn left_by_a_kill(root: &TempDir, partial: bool, old: bool) {
    fs::write(root.path().join(".out.utsushi-lock"), "").unwrap();
    for (there, name) in [(partial, ".out.utsushi-partial"), (old, ".out.utsushi-old")] {
        if there {
            let folder = root.path().join(name);
            fs::create_dir_all(folder.join("data")).unwrap();
            fs::write(folder.join(MARKER), name).unwrap();
        }
    }
}

#[test]
fn a_run_killed_while_writing_is_cleared() {
    let (root, out) = home();
    left_by_a_kill(&root, true, false);
    run(&out, false, "1");
    assert_eq!(content(&out), "1");
    assert_eq!(names(root.path()), ["out"]);
    assert_eq!(names(&out), [MARKER]);
}

#[test]
fn a_run_killed_between_the_renames_gives_the_old_folder_back() {
    for empty in [false, true] {
        let (root, out) = home();
        left_by_a_kill(&root, true, true);
        if empty {
            fs::create_dir(&out).unwrap();
        }
        assert!(refusal(&out, false).contains("--overwrite"));
        assert_eq!(content(&out), ".out.utsushi-old");
        assert_eq!(names(root.path()), ["out"]);
        run(&out, true, "new");
        assert_eq!(content(&out), "new");
    }
}

#[test]
fn a_run_killed_after_the_renames_keeps_the_new_folder() {
    let (root, out) = home();
    run(&out, false, "new");
    left_by_a_kill(&root, false, true);
    drop(RunFolder::create(&out, true, MARKER).unwrap());
    assert_eq!(content(&out), "new");
    assert_eq!(names(root.path()), ["out"]);
}

#[test]
fn an_old_folder_is_kept_when_a_stranger_took_its_place() {
    let (root, out) = home();
    left_by_a_kill(&root, false, true);
    fs::create_dir(&out).unwrap();
    fs::write(out.join("theirs"), "").unwrap();
    for overwrite in [false, true] {
        refusal(&out, overwrite);
    }
    assert_eq!(names(root.path()), [".out.utsushi-old", "out"]);
    assert_eq!(names(&out), ["theirs"]);
}

#[test]
fn what_a_living_run_writes_is_not_cleared() {
    let (_root, out) = home();
    let folder = RunFolder::create(&out, false, MARKER).unwrap();
    let written = write_small(&folder, "a", b"a").unwrap();
    refusal(&out, true);
    assert!(folder.path().join(written.path).exists());
}

#[test]
fn files_stay_inside_and_are_made_once() {
    let (_root, out) = home();
    let folder = RunFolder::create(&out, false, MARKER).unwrap();
    for path in ["../a", "/a", "a/../../b", "", "a//b", ".scratch/a", ".scratch", "nul.csv"] {
        assert!(folder.file(path).is_err(), "{path}");
    }
    write_small(&folder, "a", b"1").unwrap();
    assert!(folder.file("a").is_err());
    assert!(folder.file("a/b").is_err(), "a file is no folder");
    write_small(&folder, "b/.scratch/c", b"1").unwrap();
    folder.finish().unwrap();
    assert_eq!(names(&out), ["a", "b"]);
}

#[test]
fn files_may_be_written_from_several_threads() {
    let (_root, out) = home();
    let folder = RunFolder::create(&out, false, MARKER).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let folder = &folder;
            scope.spawn(move || {
                for file in 0..20 {
                    write_small(folder, &format!("data/{file:02}/{thread}"), b"x").unwrap();
                }
            });
        }
    });
    folder.finish().unwrap();
    assert_eq!(names(&out.join("data")).len(), 20);
    assert_eq!(names(&out.join("data/07")).len(), 4);
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_what_a_run_wrote() {
    use std::os::unix::fs::MetadataExt;
    let (root, _) = home();
    let out = root.path().join("made/out");
    let folder = RunFolder::create(&out, false, MARKER).unwrap();
    write_small(&folder, "data/a", b"1").unwrap();
    let scratch = folder.scratch().path().to_owned();
    folder.scratch().create("keys").unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
    assert_eq!((mode(&scratch), mode(&scratch.join("keys"))), (0o700, 0o600));
    assert_eq!(mode(&root.path().join("made/.out.utsushi-lock")), 0o600);
    folder.finish().unwrap();
    for (path, expected) in
        [("made", 0o700), ("made/out", 0o700), ("made/out/data", 0o700), ("made/out/data/a", 0o600)]
    {
        assert_eq!(mode(&root.path().join(path)), expected, "{path}");
    }
}

#[cfg(unix)]
#[test]
fn a_place_that_cannot_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let (root, _) = home();
    let locked = root.path().join("locked");
    fs::create_dir(&locked).unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(locked.join("probe"), "").is_ok() {
        return; // the superuser writes everywhere
    }
    for out in ["locked/out", "locked/a/b/out"] {
        let problem = refusal(&root.path().join(out), false);
        assert!(problem.contains("locked") && problem.contains("permission denied"), "{problem}");
    }
    assert!(names(&locked).is_empty());
}

#[test]
fn a_project_is_replaced_only_where_there_is_one() {
    let (_root, out) = home();
    let folder = write_project(&out, false).unwrap();
    write_small(&folder, "migration.toml", b"").unwrap();
    folder.finish().unwrap();
    assert!(write_project(&out, false).is_err());
    assert!(write_project(&out, true).is_ok());
    assert!(refusal(&out, true).contains("no manifest.json"));
}

#[test]
fn what_a_failed_run_keeps_is_cleared_by_the_next_or_taken_over_by_one_that_resumes() {
    let (root, out) = home();
    let keep = || {
        let folder = RunFolder::create(&out, false, MARKER).unwrap();
        write_small(&folder, "data/a", b"abc").unwrap();
        write_small(&folder, "data/b", b"abc").unwrap();
        folder.scratch().write("log").unwrap().write_all(b"1").unwrap();
        folder.scratch().write("facts").unwrap();
        folder.keep(true);
    };
    keep();
    assert_eq!(names(root.path()), [".out.utsushi-partial"], "no lock, and nothing that looks finished");
    drop(RunFolder::create(&out, false, MARKER).unwrap());
    assert!(names(root.path()).is_empty());

    keep();
    let folder = RunFolder::resume(&out, false, MARKER).unwrap();
    assert!(folder.is_left_over() && folder.is_kept());
    folder.scratch().retain(|name| name == "log").unwrap();
    assert!(folder.scratch().has("log") && !folder.scratch().has("facts"));
    // FIPS 180-4, the first example.
    let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(folder.adopt("data/a", 3, digest).unwrap().unwrap().bytes, 3);
    folder.retain(&|path| path == "data/a").unwrap();
    assert!(folder.adopt("data/b", 3, digest).unwrap().is_none());
    assert!(folder.adopt("../out", 3, digest).unwrap().is_none());
    write_small(&folder, MARKER, b"resumed").unwrap();
    folder.finish().unwrap();
    assert_eq!(names(&out), ["data", MARKER]);
    assert_eq!(names(&out.join("data")), ["a"]);
    assert_eq!(names(root.path()), ["out"]);
}

#[test]
fn a_file_that_is_not_as_it_was_written_is_not_taken_over() {
    let (_root, out) = home();
    let folder = RunFolder::create(&out, false, MARKER).unwrap();
    let written = write_small(&folder, "data/a", b"abc").unwrap();
    fs::write(folder.path().join("data/a"), b"abd").unwrap();
    assert!(folder.adopt("data/a", 3, &written.sha256_hex()).unwrap().is_none());
    #[cfg(unix)]
    {
        fs::write(out.with_file_name("elsewhere"), b"abc").unwrap();
        fs::remove_file(folder.path().join("data/a")).unwrap();
        std::os::unix::fs::symlink(out.with_file_name("elsewhere"), folder.path().join("data/a")).unwrap();
        assert!(folder.adopt("data/a", 3, &written.sha256_hex()).unwrap().is_none(), "a link is no file");
    }
}

#[test]
fn resuming_where_nothing_was_left_or_where_it_is_refused_changes_nothing() {
    let (root, out) = home();
    let folder = RunFolder::resume(&out, false, MARKER).unwrap();
    assert!(!folder.is_left_over() && !folder.is_kept());
    drop(folder);
    assert!(names(root.path()).is_empty());
    let folder = RunFolder::create(&out, false, MARKER).unwrap();
    folder.keep(true);
    drop(folder);
    fs::create_dir(&out).unwrap();
    fs::write(out.join("thesis.doc"), "").unwrap();
    assert!(RunFolder::resume(&out, true, MARKER).is_err());
    assert_eq!(names(root.path()), [".out.utsushi-partial", "out"], "what was left is still there");
}
