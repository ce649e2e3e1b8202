//! The conversion of JSON into columns.

#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::members::*;
#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::shapes::*;

pub const DATA_FORMAT_CONVERSION_CONFIGURATION: Structure = Structure {
    name: "DataFormatConversionConfiguration",
    members: &[
        Member::new("SchemaConfiguration", Shape::Structure(&SCHEMA_CONFIGURATION), "Where the columns are described."),
        Member::new("InputFormatConfiguration", Shape::Structure(&INPUT_FORMAT_CONFIGURATION), "How JSON is read."),
        Member::new(
            "OutputFormatConfiguration",
            Shape::Structure(&OUTPUT_FORMAT_CONFIGURATION),
            "How columns are written.",
        ),
        ENABLED,
    ],
};
pub const SCHEMA_CONFIGURATION: Structure = Structure {
    name: "SchemaConfiguration",
    members: &[
        Member::new("RoleARN", SOLID, "The role that Firehose works as; taken and not used."),
        Member::new("CatalogId", SOLID, "The catalogue."),
        Member::new("DatabaseName", SOLID, "The database."),
        Member::new("TableName", SOLID, "The table."),
        Member::new("Region", SOLID, "The Region of the catalogue."),
        Member::new("VersionId", SOLID, "The version."),
    ],
};
pub const INPUT_FORMAT_CONFIGURATION: Structure = Structure {
    name: "InputFormatConfiguration",
    members: &[Member::new("Deserializer", Shape::Structure(&DESERIALIZER), "The reader.")],
};
pub const OUTPUT_FORMAT_CONFIGURATION: Structure = Structure {
    name: "OutputFormatConfiguration",
    members: &[Member::new("Serializer", Shape::Structure(&SERIALIZER), "The writer.")],
};
pub const DESERIALIZER: Structure = Structure {
    name: "Deserializer",
    members: &[
        Member::new("OpenXJsonSerDe", Shape::Structure(&OPEN_X_JSON_SER_DE), "The reader of OpenX."),
        Member::new("HiveJsonSerDe", Shape::Structure(&HIVE_JSON_SER_DE), "The reader of Hive."),
    ],
};
pub const SERIALIZER: Structure = Structure {
    name: "Serializer",
    members: &[
        Member::new("ParquetSerDe", Shape::Structure(&PARQUET_SER_DE), "The writer of Parquet."),
        Member::new("OrcSerDe", Shape::Structure(&ORC_SER_DE), "The writer of ORC."),
    ],
};
pub const OPEN_X_JSON_SER_DE: Structure = Structure {
    name: "OpenXJsonSerDe",
    members: &[
        Member::new("ConvertDotsInJsonKeysToUnderscores", Shape::Boolean, "Whether dots in names become underscores."),
        Member::new("CaseInsensitive", Shape::Boolean, "Whether small and capital letters are the same."),
        Member::new(
            "ColumnToJsonKeyMappings",
            Shape::Map {
                key: &SOLID,
                value: &Shape::String { length: Bounds::between(1, 1_024), pattern: f(F::NotBlank) },
                length: Bounds::ANY,
            },
            "The names in JSON of columns with other names.",
        ),
    ],
};
pub const HIVE_JSON_SER_DE: Structure = Structure {
    name: "HiveJsonSerDe",
    members: &[Member::new(
        "TimestampFormats",
        Shape::list(&Shape::String { length: Bounds::between(1, 1_024), pattern: f(F::NotBlank) }),
        "How instants are written.",
    )],
};
pub const PARQUET_SER_DE: Structure = Structure {
    name: "ParquetSerDe",
    members: &[
        BLOCK_SIZE_BYTES,
        Member::new("PageSizeBytes", Shape::integer(Bounds::at_least(65_536)), "The size of a page."),
        Member::new(
            "Compression",
            Shape::Enum(&["UNCOMPRESSED", "GZIP", "SNAPPY"]),
            "The compression inside the file.",
        ),
        Member::new("EnableDictionaryCompression", Shape::Boolean, "Whether there are dictionaries."),
        Member::new("MaxPaddingBytes", Shape::integer(Bounds::at_least(0)), "The most padding."),
        Member::new("WriterVersion", Shape::Enum(&["V1", "V2"]), "The version of the format."),
    ],
};
pub const ORC_SER_DE: Structure = Structure {
    name: "OrcSerDe",
    members: &[
        Member::new("StripeSizeBytes", Shape::integer(Bounds::at_least(8_388_608)), "The size of a stripe."),
        BLOCK_SIZE_BYTES,
        Member::new(
            "RowIndexStride",
            Shape::integer(Bounds::at_least(1_000)),
            "The rows between entries of the index.",
        ),
        Member::new("EnablePadding", Shape::Boolean, "Whether stripes are padded."),
        Member::new("PaddingTolerance", Shape::Double, "How much padding is tolerated."),
        Member::new("Compression", Shape::Enum(&["NONE", "ZLIB", "SNAPPY"]), "The compression inside the file."),
        Member::new("BloomFilterColumns", Shape::list(&SOLID), "The columns with Bloom filters."),
        Member::new("BloomFilterFalsePositiveProbability", Shape::Double, "How often a Bloom filter may be wrong."),
        Member::new(
            "DictionaryKeyThreshold",
            Shape::Double,
            "From how many different values on there is no dictionary.",
        ),
        Member::new("FormatVersion", Shape::Enum(&["V0_11", "V0_12"]), "The version of the format."),
    ],
};
