//! Deliveries made to do harm, or by accident: a finding or a clear refusal, and never a crash.

mod support;

use std::fs;
use support::delivery::{Delivery, Verified, Zipped, zip};

fn zipped(delivery: &Delivery, files: Vec<Zipped>) -> Verified {
    let path = delivery.root.path().join("delivery.zip");
    fs::write(&path, zip(&files)).unwrap();
    delivery.verify_path(&path, &[])
}

fn entry(name: &str, bytes: impl AsRef<[u8]>) -> Zipped {
    Zipped { name: name.into(), bytes: bytes.as_ref().to_vec(), packed: true, flags: 0, mode: 0 }
}

fn resident(delivery: &Delivery) -> Vec<u8> {
    fs::read(delivery.path("01_juki/resident.csv")).unwrap()
}

fn count(verified: &Verified, code: &str) -> usize {
    verified.codes().iter().filter(|found| *found == code).count()
}

#[test]
fn names_that_climb_out_and_links_are_refused_and_the_rest_is_read() {
    let delivery = Delivery::small();
    let mut link = entry("01_juki/household.csv", "/etc/passwd");
    link.mode = 0o120_777;
    let files = vec![
        entry("../../outside.csv", "x"),
        entry("/etc/outside.csv", "x"),
        entry("C:\\outside.csv", "x"),
        link,
        entry("01_juki/resident.csv", resident(&delivery)),
    ];
    let verified = zipped(&delivery, files);
    verified.0.expect(1);
    assert_eq!(count(&verified, "SET018"), 4);
    assert_eq!(verified.result()["delivery"]["rows"], delivery.table("01_juki/resident.csv").rows.len());
    assert!(!delivery.root.path().join("outside.csv").exists());
}

#[test]
fn a_zip_bomb_is_not_unpacked() {
    let delivery = Delivery::small();
    let files = vec![entry("01_juki/resident.csv", vec![b'0'; 70 << 20])];
    let verified = zipped(&delivery, files);
    verified.0.expect(1);
    assert_eq!(count(&verified, "SET020"), 1);
}

#[test]
fn what_is_encrypted_is_told_and_what_is_damaged_too() {
    let delivery = Delivery::small();
    let mut secret = entry("01_juki/household.csv", "x");
    secret.flags = 1;
    let verified = zipped(&delivery, vec![secret, entry("01_juki/resident.csv", resident(&delivery))]);
    assert_eq!(count(&verified, "SET019"), 1);

    let mut bytes = zip(&[entry("01_juki/resident.csv", resident(&delivery))]);
    bytes[2_000] ^= 0xFF;
    let path = delivery.root.path().join("damaged.zip");
    fs::write(&path, bytes).unwrap();
    let verified = delivery.verify_path(&path, &[]);
    verified.0.expect(1);
    assert_eq!(count(&verified, "SET008"), 1);
}

#[test]
fn what_is_no_delivery_is_refused() {
    let delivery = Delivery::small();
    for (name, bytes) in [("a.zip", &b"PK\x03\x04"[..]), ("b.zip", b""), ("c.7z", b"7z\xBC\xAF\x27\x1C")] {
        let path = delivery.root.path().join(name);
        fs::write(&path, bytes).unwrap();
        delivery.verify_path(&path, &[]).0.expect(2);
    }
    delivery.verify_path(&delivery.root.path().join("nowhere"), &[]).0.expect(2);
}

#[test]
fn a_million_columns_are_refused_in_one_finding() {
    let header: Vec<String> = (0..1_000_000).map(|column| format!("c{column}")).collect();
    let wide = [header.join(","), ",".repeat(999_999), String::new()].join("\r\n");
    let delivery = Delivery::small().write("01_juki/resident.csv", wide);
    delivery.verify(&[]).expect(1, &["SET008"]);
    let many = Delivery::small()
        .write("01_juki/resident.csv", format!("address_number{}\r\n1\r\n", ",a".repeat(5_000)));
    many.verify(&[]).expect(1, &["SET008"]);
}

#[test]
fn a_parquet_of_another_kind_is_a_finding() {
    use arrow::array::{ArrayRef, Float64Array, RecordBatch, StringArray};
    use parquet::arrow::ArrowWriter;
    use std::sync::Arc;
    let columns: [(&str, ArrayRef); 3] = [
        ("address_number", Arc::new(StringArray::from(vec!["1", "2"]))),
        ("item_name", Arc::new(Float64Array::from(vec![1.5, 2.0]))),
        ("sex", Arc::new(Float64Array::from(vec![1.0, 2.0]))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    let bytes = writer.into_inner().unwrap();
    let delivery = Delivery::small().remove("01_juki/resident.csv");
    let delivery = delivery.write("01_juki/resident.parquet", &bytes);
    let verified = delivery.verify(&[]);
    verified.0.expect(1);
    assert_eq!((count(&verified, "SET015"), count(&verified, "SET009")), (1, 1));

    for broken in
        [&bytes[..bytes.len() - 9], b"PAR1", b"", &[b"PAR1".as_slice(), &[0xFF; 64], b"PAR1"].concat()]
    {
        let delivery =
            Delivery::small().remove("01_juki/resident.csv").write("01_juki/resident.parquet", broken);
        delivery.verify(&[]).expect(1, &["SET008"]);
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_a_folder_is_not_followed() {
    let delivery = Delivery::small();
    std::os::unix::fs::symlink("/etc/passwd", delivery.path("01_juki/x.csv")).unwrap();
    delivery.verify(&[]).expect(1, &["SET018"]);
}

#[test]
fn a_wrong_delivery_toml_is_told_with_its_place() {
    let delivery =
        Delivery::small().write("delivery.toml", "[[file]]\nlayout = \"01.residnt\"\npaths = [\"a.csv\"]\n");
    let verified = delivery.verify(&[]);
    verified.0.expect(2);
    assert!(verified.0.stderr.contains("01.resident"), "{}", verified.0.stderr);
    let delivery = Delivery::small().write("delivery.toml", "base_dat = 1\n");
    let verified = delivery.verify(&[]);
    verified.0.expect(2);
    assert!(verified.0.stderr.contains("delivery.toml:1:1"), "{}", verified.0.stderr);
}

#[test]
fn what_a_data_package_says_is_honoured() {
    let delivery = Delivery::small();
    let table = delivery.table("01_juki/resident.csv");
    let names: Vec<String> = table.columns.iter().map(|name| format!("{{\"name\": \"{name}\"}}")).collect();
    let package = format!(
        "{{\"resources\": [{{\"name\": \"01_juki_resident\", \"path\": \"01_juki/a.csv\", \"encoding\": \"shift_jis\", \
         \"dialect\": {{\"delimiter\": \";\", \"header\": false}}, \"schema\": {{\"fields\": [{}]}}, \
         \"hash\": \"sha256:{}\"}}]}}",
        names.join(","),
        "0".repeat(64)
    );
    let bytes = support::cp932::encode(&table.text(b';', false));
    let delivery = delivery
        .remove("01_juki/resident.csv")
        .write("01_juki/a.csv", bytes)
        .write("datapackage.json", package);
    // Its digest is another one.
    delivery.verify(&[]).expect(1, &["SET016"]);
}
