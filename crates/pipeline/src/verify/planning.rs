//! Which checks a delivery gets: of each file, and across files.

use std::sync::Arc;
use utsushi_check::Checker;
use utsushi_check::file::{FileInRun, Plan};
use utsushi_delivery::read::Reading;
use utsushi_layout::{FileLayout, Is, Relation, Standard, Test};
use utsushi_text::Repertoire;

/// The rules across rows and files.
pub(super) fn plan_of(
    layouts: &[Arc<FileLayout>],
    readings: &[(usize, Reading)],
    base_date: Option<&str>,
    images: bool,
) -> Plan {
    let mut files: Vec<(usize, FileInRun)> = Vec::new();
    for (layout, reading) in readings {
        let mapped = reading.mapped();
        match files.iter_mut().find(|(known, _)| known == layout) {
            Some((_, file)) => file.mapped.iter_mut().zip(mapped).for_each(|(all, one)| *all &= one),
            None => {
                let known = &layouts[*layout];
                let of_images = images && known.role_index("image_key").is_some();
                let layout_used = if of_images { Arc::new(with_pages(known)) } else { Arc::clone(known) };
                files.push((*layout, FileInRun { layout: layout_used, mapped }));
            }
        }
    }
    Plan::new(files.into_iter().map(|(_, file)| file).collect(), base_date).of_delivery()
}

/// The checks of a file. That a needed item has no column is said once, not in every row.
pub(super) fn checker_of(
    standard: &Standard,
    reading: &Reading,
    repertoire: &Repertoire,
    base_date: Option<&str>,
) -> Checker {
    let mapped = reading.mapped();
    let mut layout = (*reading.layout).clone();
    for (item, mapped) in layout.items.iter_mut().zip(&mapped) {
        item.key &= mapped;
        item.required &= mapped;
    }
    Checker::new(standard, Arc::new(layout), repertoire.clone(), &mapped, base_date)
}

/// A layout of images with the check that their pages add up: an image with a second page has as many rows as it says to
/// have pages. One with only a first page may be a file that binds them all.
fn with_pages(layout: &FileLayout) -> FileLayout {
    let mut layout = layout.clone();
    let roles =
        ["business_number", "image_kind", "image_key", "page_number"].map(|role| layout.role_index(role));
    let pages = layout.items.iter().position(|item| item.slug == "page_count");
    if let ([Some(business), Some(kind), Some(key), Some(page)], Some(pages)) = (roles, pages) {
        let items = vec![business, kind, key];
        let second = ["2", "02", "002", "0002", "00002"].map(str::to_owned).to_vec();
        layout.rules.relations.push(Relation {
            items: items.clone(),
            to: layout.id(),
            roles: items,
            as_of: None,
            valid: (None, None),
            when: vec![Test { item: page, is: Is::In(second) }],
            to_when: Vec::new(),
            equal: Vec::new(),
            count_equals: Some(pages),
            error: false,
            source: "common practice".to_owned(),
        });
    }
    layout
}
