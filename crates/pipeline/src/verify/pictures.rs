//! What is delivered beside the data: images and fonts, and the lists that name them.

use super::cook::Tallied;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use utsushi_check::delivery::{Delivered, glyph, image};
use utsushi_delivery::read::{Delivery, Other};
use utsushi_findings::Entry;
use utsushi_layout::{FileLayout, Rows};

/// Extensions of images and of fonts.
const IMAGES: [&str; 9] = ["tif", "tiff", "jpg", "jpeg", "png", "pdf", "bmp", "gif", "jp2"];
const FONTS: [&str; 6] = ["tte", "ttf", "otf", "ttc", "fon", "euf"];

/// Files that are no data, by their path and by their name.
pub(super) struct Pictures {
    files: HashMap<String, usize>,
    names: HashMap<String, usize>,
    sha256: Vec<Option<String>>,
    members: Vec<usize>,
    listed: Vec<AtomicBool>,
    is_image: Vec<bool>,
    /// Folders that paths start from, with a slash at the end; empty for the delivery itself.
    image_folder: String,
    /// Whether images are looked for, and fonts.
    pub images: bool,
    pub fonts: bool,
}

impl Pictures {
    /// Those of a delivery; `sha256` by member.
    pub fn new(delivery: &Delivery, others: &[Other], sha256: &[Option<String>]) -> Self {
        let declared = &delivery.declared;
        let folder = |folder: &Option<String>| {
            let folder = folder.as_deref().unwrap_or_default().replace('\\', "/");
            let folder = folder.trim_matches('/').trim_start_matches("./").to_owned();
            if folder.is_empty() || folder == "." { String::new() } else { format!("{folder}/") }
        };
        let image_folder = folder(&declared.images);
        let mut pictures = Pictures {
            files: HashMap::new(),
            names: HashMap::new(),
            sha256: Vec::new(),
            members: Vec::new(),
            listed: Vec::new(),
            is_image: Vec::new(),
            images: declared.images.is_some(),
            fonts: declared.fonts.is_some(),
            image_folder,
        };
        for other in others {
            let member = &delivery.members[other.member];
            let extension = member.extension();
            let of_images = IMAGES.contains(&extension.as_str());
            let inside = declared.images.is_none() || member.path.starts_with(&pictures.image_folder);
            pictures.images |= of_images && delivery.manifest.is_none();
            pictures.fonts |= FONTS.contains(&extension.as_str());
            let index = pictures.members.len();
            pictures.files.insert(member.path.to_lowercase(), index);
            pictures.names.insert(member.name().to_lowercase(), index);
            pictures.sha256.push(sha256.get(other.member).cloned().flatten());
            pictures.members.push(other.member);
            pictures.listed.push(AtomicBool::new(false));
            pictures.is_image.push(of_images && inside);
        }
        pictures
    }

    fn find(&self, path: &str) -> Option<usize> {
        let path = path.replace('\\', "/");
        let path = path.trim_start_matches("./").trim_start_matches('/');
        let in_folder = format!("{}{path}", self.image_folder).to_lowercase();
        self.files.get(&in_folder).or_else(|| self.files.get(&path.to_lowercase())).copied()
    }

    /// What is wrong with rows of the image index and of 外字一覧: record, item, code, text.
    pub fn check(
        &self,
        layout: &FileLayout,
        rows: &Rows,
        tallied: &mut Tallied,
    ) -> Vec<(u32, u16, &'static Entry, String)> {
        let mut found = Vec::new();
        let item = |role: &str| layout.role_index(role);
        if let (Some(path), Some(sha256), Some(_)) = (item("file_path"), item("sha256"), item("image_key")) {
            tallied.images[0] += rows.len() as u64;
            for row in (0..rows.len()).filter(|_| self.images) {
                let (path_text, expected) = (rows.column(path).get(row), rows.column(sha256).get(row));
                let member = self.find(path_text);
                if let Some(member) = member {
                    self.listed[member].store(true, Ordering::Relaxed);
                }
                let delivered = member.map(|member| Delivered { sha256: self.sha256[member].as_deref() });
                match image::check(path_text, expected, delivered) {
                    Ok(()) => tallied.images[1] += 1,
                    Err(fault) => {
                        let missing = fault.code.id == "SET025";
                        tallied.images[if missing { 2 } else { 3 }] += 1;
                        let at = if missing { path } else { sha256 };
                        found.push((rows.records()[row], at as u16, fault.code, fault.text));
                    }
                }
            }
        }
        if let (Some(code), Some(font)) = (item("gaiji_code"), item("font_file_name"))
            && self.fonts
        {
            let picture = layout.items.iter().position(|item| item.slug == "glyph_image_name");
            let there = |name: &str| {
                let name = name.replace('\\', "/").to_lowercase();
                self.names.contains_key(name.rsplit('/').next().unwrap_or_default())
            };
            for row in 0..rows.len() {
                let picture = picture.map_or("", |picture| rows.column(picture).get(row));
                let (font_name, code) = (rows.column(font).get(row), rows.column(code).get(row));
                if let Err(fault) = glyph::check(code, font_name, picture, there) {
                    tallied.without_glyph += 1;
                    found.push((rows.records()[row], font as u16, fault.code, fault.text));
                }
            }
        }
        found
    }

    /// Images that no row of the index names, where an index was delivered.
    pub fn unlisted(&self) -> impl Iterator<Item = usize> + '_ {
        let listed = |index: &usize| self.listed[*index].load(Ordering::Relaxed);
        let images = (0..self.members.len()).filter(|index| self.is_image[*index] && self.images);
        images.filter(move |index| !listed(index)).map(|index| self.members[index])
    }
}
