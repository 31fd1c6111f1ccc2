//! Control totals: the figures of 00.control_total, counted from the rows.

use super::{BASE_DATE, CityFile, meets};
use std::collections::BTreeMap;
use utsushi_layout::{ControlTotal, FileLayout, Measure};
use utsushi_value::parse_decimal;

/// Writes the figures of every total of every file.
pub(super) fn count(files: &mut [CityFile]) {
    let Some(to) = files.iter().position(|file| file.layout.id() == "00.control_total") else { return };
    let layout = files[to].layout.clone();
    let mut rows = Vec::new();
    for file in files.iter() {
        for total in file.layout.rules.totals.iter().filter(|total| total.to == layout.id()) {
            of(&layout, file, total, &mut rows);
        }
    }
    if rows.is_empty() {
        // A figure that every delivery has: how many rows a file holds.
        if let Some(file) = files.iter().find(|file| file.layout.id() != layout.id() && !file.rows.is_empty())
        {
            let count = file.rows.len().to_string();
            for line in 1..=2 {
                rows.push(line_of(&layout, file, "件数", line, &[], &count, ""));
            }
        }
    }
    files[to].rows = rows;
}

fn of(layout: &FileLayout, file: &CityFile, total: &ControlTotal, rows: &mut Vec<Vec<String>>) {
    let mut groups: BTreeMap<Vec<&str>, (u64, i128)> = BTreeMap::new();
    for row in file.rows.iter().filter(|row| meets::tests(&total.when, row)) {
        let group =
            groups.entry(total.group_by.iter().map(|item| row[*item].as_str()).collect()).or_default();
        group.0 += 1;
        if let Measure::Sum(item) = total.measure {
            group.1 += parse_decimal(&row[item], 4).map_or(0, |value| value.unscaled);
        }
    }
    for (line, (values, (count, sum))) in groups.into_iter().enumerate() {
        let amount = match total.measure {
            Measure::Sum(_) => {
                let sign = if sum < 0 { "-" } else { "" };
                format!("{sign}{}.{:04}", sum.unsigned_abs() / 10_000, sum.unsigned_abs() % 10_000)
            }
            Measure::Count => String::new(),
        };
        let count = count.to_string();
        rows.push(line_of(layout, file, &total.name, line + 1, &values, &count, &amount));
    }
}

fn line_of(
    layout: &FileLayout,
    file: &CityFile,
    name: &str,
    line: usize,
    values: &[&str],
    count: &str,
    amount: &str,
) -> Vec<String> {
    let mut row = vec![String::new(); layout.items.len()];
    let mut put = |role: &str, value: String| {
        if let Some(item) = layout.role_index(role) {
            row[item] = value;
        }
    };
    put("business_number", format!("{:02}", file.layout.business));
    put("file_name", file.layout.id());
    put("total_name", name.to_owned());
    put("base_date", BASE_DATE.to_owned());
    put("line_number", format!("{line:06}"));
    for (role, value) in ["group1", "group2", "group3", "group4"].iter().zip(values) {
        put(role, (*value).to_owned());
    }
    put("total_count", count.to_owned());
    put("total_amount", amount.to_owned());
    row
}
