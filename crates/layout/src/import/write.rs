//! The new standard as the files of a layouts folder.

use super::build::Built;
use super::{Import, ImportRemark, Imported, Why, carry, remark};
use crate::Item;
use crate::item_row::ITEM_COLUMNS;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use toml::{Table, Value};
use utsushi_findings::{Problem, Problems, problem};

pub(super) fn write(
    import: &Import<'_>,
    built: Built,
    mut remarks: Vec<ImportRemark>,
) -> Result<Imported, Problems> {
    let (library, from) = import.from;
    let mut out = Imported::default();
    let mut codes = built.codes;
    let mut roles: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let all =
        |items: &[Item]| items.iter().filter_map(|item| item.role.clone()).collect::<BTreeSet<String>>();
    for business in &built.businesses {
        for file in &business.files {
            roles.insert(format!("{:02}.{}", business.number, file.slug), all(&file.items));
        }
    }
    // No workbook holds the common files: they come along.
    let imported_common = built.businesses.iter().any(|business| business.number == 0);
    let commons = || from.businesses.iter().filter(|business| business.number == 0 && !imported_common);
    for file in commons().flat_map(|common| &common.files) {
        roles.insert(file.id(), all(&file.items));
    }
    for common in commons() {
        let folder = common.folder();
        for name in library.list(&Path::new(&from.name).join(&folder)) {
            let path = Path::new(&from.name).join(&folder).join(&name);
            let text = library.read(&path)?;
            let slug = name.strip_suffix(".rules.toml");
            let Some(file) = common.files.iter().find(|file| Some(file.slug.as_str()) == slug) else {
                out.files.push((format!("{folder}/{name}"), text));
                continue;
            };
            let own = all(&file.items);
            let kept =
                carried(&path, &text, &own, &roles, &format!("{folder}/{name}"), library, &mut remarks)?;
            if !kept.is_empty() {
                out.files.push((format!("{folder}/{name}"), kept));
            }
        }
        for table in
            common.files.iter().flat_map(|file| &file.items).filter_map(|item| item.code_table.as_ref())
        {
            if let Some(known) = from.code_table(table)
                && !codes.contains_key(table)
            {
                let source = format!("{} ({})", from.name, from.basis);
                let entries = known.entries().iter();
                let entries = entries.map(|(value, name)| (value.clone(), name.clone(), source.clone()));
                codes.insert(table.clone(), entries.collect());
            }
        }
    }
    for business in &built.businesses {
        let folder = format!("{:02}_{}", business.number, business.slug);
        let basis = format!("imported: {}", business.workbooks.join(", "));
        let files = business.files.iter().map(|file| {
            Value::Table(Table::from_iter([
                ("slug".to_owned(), Value::String(file.slug.clone())),
                ("name".to_owned(), Value::String(file.name.clone())),
                ("description".to_owned(), Value::String(file.description.clone())),
            ]))
        });
        let layout = Table::from_iter([
            ("number".to_owned(), Value::Integer(i64::from(business.number))),
            ("slug".to_owned(), Value::String(business.slug.clone())),
            ("name".to_owned(), Value::String(business.name.clone())),
            ("basis".to_owned(), Value::String(basis)),
            ("file".to_owned(), Value::Array(files.collect())),
        ]);
        out.files.push((format!("{folder}/layout.toml"), toml::to_string(&layout).unwrap_or_default()));
        for file in &business.files {
            out.files.push((format!("{folder}/{}.csv", file.slug), csv(&rows(&file.items))?));
            let Some(old) = &file.from else { continue };
            let name = format!("{}.rules.toml", old.slug);
            let path = Path::new(&from.name).join(old.folder()).join(&name);
            if !library.exists(&path) {
                continue;
            }
            let text = library.read(&path)?;
            let own = all(&file.items);
            let kept =
                carried(&path, &text, &own, &roles, &format!("{folder}/{name}"), library, &mut remarks)?;
            if !kept.is_empty() {
                out.files.push((format!("{folder}/{}.rules.toml", file.slug), kept));
            }
        }
    }
    out.counts = [
        built.businesses.len(),
        built.businesses.iter().map(|business| business.files.len()).sum(),
        built.businesses.iter().flat_map(|business| &business.files).map(|file| file.items.len()).sum(),
        codes.len(),
    ];
    for (table, entries) in codes {
        let mut lines = vec![["value", "name", "source"].map(str::to_owned).to_vec()];
        lines.extend(entries.into_iter().map(|(value, name, source)| vec![value, name, source]));
        out.files.push((format!("codes/{table}.csv"), csv(&lines)?));
    }
    let mut lines = vec![["file", "old", "new"].map(str::to_owned).to_vec()];
    lines.extend(built.renames.into_iter().map(|(file, old, new)| vec![file, old, new]));
    out.files.push(("renames.csv".to_owned(), csv(&lines)?));
    let mut lines = vec![["why", "file", "place", "ja", "en"].map(str::to_owned).to_vec()];
    lines.extend(remarks.iter().map(|remark| {
        let (ja, en) = remark.text.clone();
        vec![remark.why.name().to_owned(), remark.file.clone(), remark.place.clone(), ja, en]
    }));
    out.files.push(("import.csv".to_owned(), format!("\u{feff}{}", csv(&lines)?)));
    let head = Table::from_iter([
        ("name".to_owned(), Value::String(import.name.to_owned())),
        ("title".to_owned(), Value::String(format!("{} ({})", import.profile.title, import.name))),
        ("basis".to_owned(), Value::String("imported".to_owned())),
    ]);
    out.files.push(("standard.toml".to_owned(), toml::to_string(&head).unwrap_or_default()));
    out.files.sort();
    out.remarks = remarks;
    Ok(out)
}

/// The rules of a file that can be carried over; the others are remarks.
fn carried(
    path: &Path,
    text: &str,
    own: &BTreeSet<String>,
    roles: &BTreeMap<String, BTreeSet<String>>,
    name: &str,
    library: &crate::Library,
    remarks: &mut Vec<ImportRemark>,
) -> Result<String, Problem> {
    let (kept, lost) = carry::rules(text, own, &|file| roles.get(file).cloned()).map_err(|error| {
        problem!("規則が読めません ({error})", "cannot read the rules ({error})").at(library.shown(path))
    })?;
    for lost in lost {
        let missing = lost.missing.join(", ");
        remarks.push(remark(
            Why::RuleLost,
            name,
            lost.rule,
            format!("{missing} がなく、規則を引き継げませんでした"),
            format!("the rule could not be carried over: there is no {missing}"),
        ));
    }
    Ok(kept)
}

fn rows(items: &[Item]) -> Vec<Vec<String>> {
    let yes = |flag: bool| if flag { "yes" } else { "" }.to_owned();
    let mut lines = vec![ITEM_COLUMNS.iter().map(|column| (*column).to_owned()).collect()];
    for item in items {
        lines.push(vec![
            item.number.to_string(),
            item.name.clone(),
            item.slug.clone(),
            yes(item.key),
            yes(item.required),
            item.kind.name().to_owned(),
            item.digits.to_string(),
            item.bytes.map(|bytes| bytes.to_string()).unwrap_or_default(),
            if item.decimals > 0 { item.decimals.to_string() } else { String::new() },
            item.code_table.clone().unwrap_or_default(),
            item.role.clone().unwrap_or_default(),
            yes(item.sensitive),
            item.source.clone(),
            item.notes.clone(),
        ]);
    }
    lines
}

fn csv(lines: &[Vec<String>]) -> Result<String, Problem> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let said = |error: &dyn std::fmt::Display| {
        problem!("CSV にできません ({error})", "cannot be written as CSV ({error})")
    };
    for line in lines {
        writer.write_record(line).map_err(|error| said(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| said(&error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
