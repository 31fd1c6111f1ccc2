//! SET025, SET027: an image of the index is delivered, and is the one that was meant.

use super::{Delivered, DeliveryFault};
use utsushi_findings::{SET025, SET027};

/// A row of 画像索引情報: the path it names, the SHA-256 it gives, and the file found there. A digest is compared where the
/// row gives one and the file could be read. Paths may hold numbers of persons: only their last part's extension is told.
///
/// # Errors
/// The image is missing (SET025), or another one (SET027).
pub fn check(path: &str, sha256: &str, delivered: Option<Delivered<'_>>) -> Result<(), DeliveryFault> {
    let kind = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let kind: String = kind.chars().filter(char::is_ascii_alphanumeric).take(5).collect();
    let Some(file) = delivered else { return Err(DeliveryFault { code: &SET025, text: kind }) };
    match file.sha256 {
        Some(actual) if !sha256.is_empty() && !actual.eq_ignore_ascii_case(sha256) => {
            Err(DeliveryFault { code: &SET027, text: kind })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_there_and_is_the_one_that_was_meant() {
        let file = |sha256| Some(Delivered { sha256 });
        assert!(check("a/1.tif", "AB", file(Some("ab"))).is_ok());
        assert!(check("a/1.tif", "", file(Some("ab"))).is_ok());
        assert_eq!(
            check("a/1.tif", "ab", None).unwrap_err(),
            DeliveryFault { code: &SET025, text: "tif".into() }
        );
        assert_eq!(check("a/1.tif", "ac", file(Some("ab"))).unwrap_err().code.id, "SET027");
    }
}
