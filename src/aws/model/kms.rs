//! The part of the KMS model of 2014-11-01 that has to do with stream encryption: keys, grants and aliases.
//!
//! Leaves out: everything but symmetric encryption keys, and using keys, which Kinesis does by itself.

use super::{Bounds, Member, OperationModel, Pattern, Service, Shape, Structure};

const KEY_ID: Member = Member::new("KeyId", Shape::text(1, 2_048), "The key: its id or its ARN.");
const KEY_ARN: Shape = Shape::text(20, 2_048);
const DESCRIPTION: Member = Member::new("Description", Shape::text(0, 8_192), "What the key is for.");
const LIMIT: Member = Member::new("Limit", Shape::integer(Bounds::between(1, 1_000)), "The most entries of a page.");
const MARKER: Member =
    Member::new("Marker", Shape::text(1, 1_024), "Where the page begins: the last one's NextMarker.");
const NEXT_MARKER: Member = MARKER.named("NextMarker", "Where the next page begins.");
const TRUNCATED: Member = Member::new("Truncated", Shape::Boolean, "Whether there are more to list.");
const KEY_USAGE: Member = Member::new(
    "KeyUsage",
    Shape::Enum(&["SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"]),
    "What the key does; streams need ENCRYPT_DECRYPT.",
);
const KEY_SPEC: Member = Member::new(
    "KeySpec",
    Shape::Enum(&[
        "RSA_2048",
        "RSA_3072",
        "RSA_4096",
        "ECC_NIST_P256",
        "ECC_NIST_P384",
        "ECC_NIST_P521",
        "ECC_SECG_P256K1",
        "SYMMETRIC_DEFAULT",
        "HMAC_224",
        "HMAC_256",
        "HMAC_384",
        "HMAC_512",
        "SM2",
        "ML_DSA_44",
        "ML_DSA_65",
        "ML_DSA_87",
        "ECC_NIST_EDWARDS25519",
    ]),
    "The kind of key; streams need SYMMETRIC_DEFAULT.",
);
const PENDING_WINDOW: Member =
    Member::new("PendingWindowInDays", Shape::integer(Bounds::between(1, 365)), "How many days to wait.");
const KEY_STATE: Member = Member::new(
    "KeyState",
    Shape::Enum(&[
        "Creating",
        "Enabled",
        "Disabled",
        "PendingDeletion",
        "PendingImport",
        "PendingReplicaDeletion",
        "Unavailable",
        "Updating",
    ]),
    "The state of the key.",
);
const DELETION_DATE: Member = Member::new("DeletionDate", Shape::Timestamp, "When the key will be deleted.");
const CREATION_DATE: Member = Member::new("CreationDate", Shape::Timestamp, "When it was created.");
const GRANT_ID: Member = Member::new("GrantId", Shape::text(1, 128), "The grant.");
const GRANT_NAME: Member =
    Member::new("Name", Shape::pattern(1, 256, Pattern::KeyAlias), "A name by which to know the grant again.");
const GRANTEE: Member =
    Member::new("GranteePrincipal", Shape::pattern(1, 256, Pattern::Principal), "Who may use the key.");
const GRANT_OPERATION: Shape = Shape::Enum(&[
    "Decrypt",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
    "ReEncryptFrom",
    "ReEncryptTo",
    "CreateGrant",
    "RetireGrant",
    "DescribeKey",
]);
const OPERATIONS_GRANTED: Member =
    Member::new("Operations", Shape::list(&GRANT_OPERATION), "What may be done with the key.");
const ALIAS_NAME: Member =
    Member::new("AliasName", Shape::pattern(1, 256, Pattern::KeyAlias), "The alias, which begins with `alias/`.");
const TARGET_KEY_ID: Member = KEY_ID.named("TargetKeyId", "The key that the alias stands for.");

const TAG: Structure = Structure {
    name: "Tag",
    members: &[
        Member::new("TagKey", Shape::text(1, 128), "The key of the tag.").required(),
        Member::new("TagValue", Shape::text(0, 256), "The value of the tag.").required(),
    ],
};
const KEY_METADATA: Structure = Structure {
    name: "KeyMetadata",
    members: &[
        Member::new("AWSAccountId", Shape::TEXT, "The account that has the key."),
        KEY_ID.required(),
        Member::new("Arn", KEY_ARN, "The ARN of the key."),
        CREATION_DATE,
        Member::new("Enabled", Shape::Boolean, "Whether the key can be used."),
        DESCRIPTION,
        KEY_USAGE,
        KEY_STATE,
        DELETION_DATE,
        Member::new("Origin", Shape::Enum(&["AWS_KMS"]), "Where the key comes from."),
        Member::new("KeyManager", Shape::Enum(&["AWS", "CUSTOMER"]), "Who manages the key."),
        KEY_SPEC.named("CustomerMasterKeySpec", "The kind of key, under its older name."),
        KEY_SPEC,
        Member::new("EncryptionAlgorithms", Shape::list(&Shape::TEXT), "How the key encrypts."),
        Member::new("MultiRegion", Shape::Boolean, "Whether the key has replicas in other Regions."),
    ],
};
const METADATA: Member = Member::new("KeyMetadata", Shape::Structure(&KEY_METADATA), "The key.");
const KEY_LIST_ENTRY: Structure =
    Structure { name: "KeyListEntry", members: &[KEY_ID, Member::new("KeyArn", KEY_ARN, "The ARN of the key.")] };
const GRANT_LIST_ENTRY: Structure = Structure {
    name: "GrantListEntry",
    members: &[
        KEY_ID,
        GRANT_ID,
        GRANT_NAME,
        CREATION_DATE,
        GRANTEE,
        GRANTEE.named("IssuingAccount", "The account that gave the grant."),
        OPERATIONS_GRANTED,
    ],
};
const ALIAS_LIST_ENTRY: Structure = Structure {
    name: "AliasListEntry",
    members: &[
        ALIAS_NAME,
        Member::new("AliasArn", KEY_ARN, "The ARN of the alias."),
        TARGET_KEY_ID,
        CREATION_DATE,
        Member::new("LastUpdatedDate", Shape::Timestamp, "When the alias was last changed."),
    ],
};

const fn kms(
    name: &'static str,
    summary: &'static str,
    input: &'static [Member],
    output: &'static [Member],
) -> OperationModel {
    super::operation(Service::Kms, name, summary, input, output).simulated()
}

pub const OPERATIONS: &[&[OperationModel]] = &[&[
    kms("CancelKeyDeletion", "Keeps a key that was to be deleted.", &[KEY_ID.required()], &[KEY_ID]),
    kms("CreateAlias", "Gives a key another name.", &[ALIAS_NAME.required(), TARGET_KEY_ID.required()], &[]),
    kms(
        "CreateGrant",
        "Lets somebody use a key.",
        &[KEY_ID.required(), GRANTEE.required(), OPERATIONS_GRANTED.required(), GRANT_NAME],
        &[
            Member::new("GrantToken", Shape::text(1, 8_192), "Proof of the grant until it is known everywhere."),
            GRANT_ID,
        ],
    ),
    kms(
        "CreateKey",
        "Creates a key for encryption.",
        &[
            DESCRIPTION,
            KEY_USAGE,
            KEY_SPEC,
            Member::new("Tags", Shape::list(&Shape::Structure(&TAG)), "The tags of the key."),
        ],
        &[METADATA],
    ),
    kms("DescribeKey", "Describes a key.", &[KEY_ID.required()], &[METADATA]),
    kms("DisableKey", "Keeps a key from being used.", &[KEY_ID.required()], &[]),
    kms("EnableKey", "Lets a disabled key be used again.", &[KEY_ID.required()], &[]),
    kms(
        "ListAliases",
        "Lists the aliases of all keys or of one.",
        &[KEY_ID, LIMIT, MARKER],
        &[
            Member::new("Aliases", Shape::list(&Shape::Structure(&ALIAS_LIST_ENTRY)), "The aliases."),
            NEXT_MARKER,
            TRUNCATED,
        ],
    ),
    kms(
        "ListGrants",
        "Lists the grants of a key.",
        &[LIMIT, MARKER, KEY_ID.required(), GRANT_ID, GRANTEE],
        &[
            Member::new("Grants", Shape::list(&Shape::Structure(&GRANT_LIST_ENTRY)), "The grants."),
            NEXT_MARKER,
            TRUNCATED,
        ],
    ),
    kms(
        "ListKeys",
        "Lists the keys of the account in its Region.",
        &[LIMIT, MARKER],
        &[Member::new("Keys", Shape::list(&Shape::Structure(&KEY_LIST_ENTRY)), "The keys."), NEXT_MARKER, TRUNCATED],
    ),
    kms("RevokeGrant", "Takes a grant back.", &[KEY_ID.required(), GRANT_ID.required()], &[]),
    kms(
        "ScheduleKeyDeletion",
        "Deletes a key after a time of waiting, in which that can be undone.",
        &[KEY_ID.required(), PENDING_WINDOW],
        &[KEY_ID, DELETION_DATE, KEY_STATE, PENDING_WINDOW],
    ),
]];
