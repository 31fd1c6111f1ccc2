//! What lies in a folder, and in the folders in it.

use super::limits::{DEPTH_MAX, MEMBERS_MAX};
use super::{Member, Remark};
use std::fs;
use std::path::Path;
use utsushi_findings::{Problem, SET018, problem};

/// Files that systems leave in folders, and hidden ones.
fn is_nothing(name: &str) -> bool {
    name.starts_with('.') || ["thumbs.db", "desktop.ini", "__macosx"].contains(&name.to_lowercase().as_str())
}

/// Every file below `root`. Links are not followed: they may lead anywhere.
pub(super) fn list(root: &Path) -> Result<(Vec<Member>, Vec<Remark>), Problem> {
    let (mut members, mut remarks) = (Vec::new(), Vec::new());
    let mut folders = vec![(root.to_owned(), String::new(), 0)];
    while let Some((folder, shown, depth)) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| Problem::io(&folder, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| Problem::io(&folder, &error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if is_nothing(&name) {
                continue;
            }
            let path = entry.path();
            let shown = if shown.is_empty() { name } else { format!("{shown}/{name}") };
            let metadata = fs::symlink_metadata(&path).map_err(|error| Problem::io(&path, &error))?;
            if metadata.is_symlink() {
                remarks.push(Remark::new(&SET018, shown, None, "link"));
            } else if metadata.is_dir() {
                if depth + 1 >= DEPTH_MAX {
                    return Err(problem!(
                        "フォルダーが {DEPTH_MAX} 段より深くなっています",
                        "folders lie more than {DEPTH_MAX} deep"
                    )
                    .at(&path)
                    .help(
                        "納品物のフォルダーそのものを指定してください",
                        "name the folder of the delivery itself",
                    ));
                }
                folders.push((path, shown, depth + 1));
            } else if metadata.is_file() {
                members.push(Member::file(shown, metadata.len(), path));
            }
            if members.len() > MEMBERS_MAX {
                return Err(problem!(
                    "ファイルが {MEMBERS_MAX} 個を超えています",
                    "there are more than {MEMBERS_MAX} files"
                )
                .at(root)
                .help(
                    "納品物のフォルダーそのものを指定してください",
                    "name the folder of the delivery itself",
                ));
            }
        }
    }
    Ok((members, remarks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_listed_at_any_depth_and_leftovers_of_systems_are_not() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("a/b")).unwrap();
        for name in ["a/b/住民.csv", "x.csv", "Thumbs.db", ".hidden"] {
            fs::write(dir.path().join(name), "1").unwrap();
        }
        let (mut members, remarks) = list(dir.path()).unwrap();
        members.sort_by(|a, b| a.path.cmp(&b.path));
        let paths: Vec<&str> = members.iter().map(|member| member.path.as_str()).collect();
        assert_eq!(paths, ["a/b/住民.csv", "x.csv"]);
        assert!(remarks.is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/etc/passwd", dir.path().join("a.csv")).unwrap();
        let (members, remarks) = list(dir.path()).unwrap();
        assert!(members.is_empty());
        assert_eq!(remarks[0].code.id, "SET018");
    }
}
