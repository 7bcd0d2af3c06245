BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE bookmark (
	id VARCHAR(64) NOT NULL, 
	folder_id VARCHAR(64), 
	place TEXT NOT NULL, 
	code_set VARCHAR(16) NOT NULL, 
	code VARCHAR(32) NOT NULL, 
	title TEXT NOT NULL, 
	position FLOAT NOT NULL, 
	revision INTEGER NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	CONSTRAINT pk_bookmark PRIMARY KEY (id), 
	CONSTRAINT fk_bookmark_folder_id_folder FOREIGN KEY(folder_id) REFERENCES folder (id)
);
CREATE TABLE encounter (
	id VARCHAR(32) NOT NULL, 
	label VARCHAR(200) NOT NULL, 
	label_key TEXT NOT NULL, 
	setting VARCHAR(16) NOT NULL, 
	date_of_service DATE, 
	age INTEGER, 
	sex VARCHAR(1) NOT NULL, 
	discharge_status VARCHAR(2) NOT NULL, 
	revision INTEGER NOT NULL, 
	step INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	CONSTRAINT pk_encounter PRIMARY KEY (id)
);
INSERT INTO "encounter" VALUES('44d4221a39df447a8f3411bfe5c26223','Knee, follow-up','knee, follow-up','inpatient','2026-04-01',64,'F','01',11,6,'2026-11-22 15:53:19.930367','2026-11-22 15:53:20.090564',NULL);
INSERT INTO "encounter" VALUES('e6cdeaf41f784534b3a4bc8623a39d97','Eyes','eyes','outpatient',NULL,NULL,'','',2,1,'2026-11-22 15:53:20.094468','2026-11-22 15:53:20.104197',NULL);
INSERT INTO "encounter" VALUES('4a8c763508634b518afaffe71c861704','Gone','gone','professional','2025-01-02',NULL,'','',3,1,'2026-11-22 15:53:20.108421','2026-11-22 15:53:20.113671','2026-11-22 15:53:20.117976');
INSERT INTO "encounter" VALUES('dbe17d63ed574f829f4db869251e5055','Empty','empty','outpatient',NULL,NULL,'','',1,0,'2026-11-22 15:53:20.120113','2026-11-22 15:53:20.120113',NULL);
CREATE TABLE encounter_change (
	encounter_id VARCHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	word TEXT NOT NULL, 
	made_at DATETIME NOT NULL, 
	difference JSON NOT NULL, 
	CONSTRAINT pk_encounter_change PRIMARY KEY (encounter_id, number), 
	CONSTRAINT fk_encounter_change_encounter_id_encounter FOREIGN KEY(encounter_id) REFERENCES encounter (id) ON DELETE CASCADE
);
INSERT INTO "encounter_change" VALUES('44d4221a39df447a8f3411bfe5c26223',1,'add 3 codes','2026-11-22 15:53:19.972116','{"lines": {"at": 0, "old": [], "new": [{"id": "644f4069ea86", "code_set": "icd10cm", "release": "FY2099", "code": "A00.0", "title": "Invented condition A00.0", "poa": "", "performed_on": null, "units": null, "modifiers": [], "pointers": []}, {"id": "23a80a43cf2a", "code_set": "icd10cm", "release": "FY2099", "code": "B20", "title": "Invented condition B20", "poa": "", "performed_on": null, "units": null, "modifiers": [], "pointers": []}, {"id": "c1ea1a1a6185", "code_set": "icd10cm", "release": "FY2099", "code": "E11.22", "title": "Invented diabetes", "poa": "", "performed_on": null, "units": null, "modifiers": [], "pointers": []}]}}');
INSERT INTO "encounter_change" VALUES('44d4221a39df447a8f3411bfe5c26223',2,'move E11.22','2026-11-22 15:53:20.008926','{"lines": {"at": 0, "old": [{"id": "644f4069ea86", "code_set": "icd10cm", "release": "FY2099", "code": "A00.0", "title": "Invented condition A00.0", "poa": "", "performed_on": null, "units": null, "modifiers": [], "pointers": []}, {"id": "23a80a43cf2a", "code_set": "icd10cm", "release": "FY2099", "code": "B20", "title": "Invented condition B20", "poa": "", "performed_on": null, "units": null, "modifiers": [], "pointers": []}, {"id": "c1ea1a1a6185", "code_set": "icd10cm", "release": "FY2099", "code": "E11.22", "title": "Invented diabetes", "poa": "", "performed_on": null, "units": null, "modifiers": [], "pointers": []}], "new": [{"id": "c1ea1a1a6185", "code_set": "icd10cm", "release": "FY2099", "code": "E11.22", "title": "Invented diabetes", "poa": "", "performed_on": null, "units": null, "modifiers": [], "pointers": []}, {"id": "644f4069ea86", "code_set": "icd10cm", "release": "FY2099", "code": "A00.0", "title": "Invented condition A00.0", "poa": "", "performed_on": null, "units": null, "modifiers": [], "pointers": []}, {"id": "23a80a43cf2a", "code_set": "icd10cm", "release": "FY2099", "code": "B20", "title": "Invented condition B20", "poa": "", "performed_on": null, "units": null, "modifiers": [], "pointers": []}]}}');
INSERT INTO "encounter_change" VALUES('44d4221a39df447a8f3411bfe5c26223',3,'override A00.0 with B20','2026-11-22 15:53:20.018070','{"overrides": {"at": 0, "old": [], "new": [{"rule": "excludes1", "codes": ["A00.0", "B20"], "reason": "Unrelated conditions", "made_at": "2026-11-22T15:53:20.014796+00:00"}]}}');
INSERT INTO "encounter_change" VALUES('44d4221a39df447a8f3411bfe5c26223',4,'change POA','2026-11-22 15:53:20.026951','{"age": [null, 64], "sex": ["", "F"], "discharge_status": ["", "01"], "lines": {"at": 0, "old": [{"id": "c1ea1a1a6185", "code_set": "icd10cm", "release": "FY2099", "code": "E11.22", "title": "Invented diabetes", "poa": "", "performed_on": null, "units": null, "modifiers": [], "pointers": []}, {"id": "644f4069ea86", "code_set": "icd10cm", "release": "FY2099", "code": "A00.0", "title": "Invented condition A00.0", "poa": "", "performed_on": null, "units": null, "modifiers": [], "pointers": []}, {"id": "23a80a43cf2a", "code_set": "icd10cm", "release": "FY2099", "code": "B20", "title": "Invented condition B20", "poa": "", "performed_on": null, "units": null, "modifiers": [], "pointers": []}], "new": [{"id": "c1ea1a1a6185", "code_set": "icd10cm", "release": "FY2099", "code": "E11.22", "title": "Invented diabetes", "poa": "Y", "performed_on": null, "units": null, "modifiers": [], "pointers": []}, {"id": "644f4069ea86", "code_set": "icd10cm", "release": "FY2099", "code": "A00.0", "title": "Invented condition A00.0", "poa": "Y", "performed_on": null, "units": null, "modifiers": [], "pointers": []}, {"id": "23a80a43cf2a", "code_set": "icd10cm", "release": "FY2099", "code": "B20", "title": "Invented condition B20", "poa": "Y", "performed_on": null, "units": null, "modifiers": [], "pointers": []}]}}');
INSERT INTO "encounter_change" VALUES('44d4221a39df447a8f3411bfe5c26223',5,'add 99213','2026-11-22 15:53:20.035154','{"lines": {"at": 3, "old": [], "new": [{"id": "65f4444d06f8", "code_set": "cpt", "release": "FY2099", "code": "99213", "title": "Sample service 1", "poa": "", "performed_on": null, "units": null, "modifiers": [], "pointers": []}]}}');
INSERT INTO "encounter_change" VALUES('44d4221a39df447a8f3411bfe5c26223',6,'change 99213','2026-11-22 15:53:20.054432','{"lines": {"at": 3, "old": [{"id": "65f4444d06f8", "code_set": "cpt", "release": "FY2099", "code": "99213", "title": "Sample service 1", "poa": "", "performed_on": null, "units": null, "modifiers": [], "pointers": []}], "new": [{"id": "65f4444d06f8", "code_set": "cpt", "release": "FY2099", "code": "99213", "title": "Sample service 1", "poa": "", "performed_on": "2026-03-31", "units": 2, "modifiers": ["25"], "pointers": ["A", "C"]}]}}');
INSERT INTO "encounter_change" VALUES('44d4221a39df447a8f3411bfe5c26223',7,'remove A00.0','2026-11-22 15:53:20.064931','{"lines": {"at": 1, "old": [{"id": "644f4069ea86", "code_set": "icd10cm", "release": "FY2099", "code": "A00.0", "title": "Invented condition A00.0", "poa": "Y", "performed_on": null, "units": null, "modifiers": [], "pointers": []}], "new": []}}');
INSERT INTO "encounter_change" VALUES('44d4221a39df447a8f3411bfe5c26223',8,'rename','2026-11-22 15:53:20.074631','{"label": ["Knee, follow-up", "Knee"]}');
INSERT INTO "encounter_change" VALUES('e6cdeaf41f784534b3a4bc8623a39d97',1,'add Z99.9','2026-11-22 15:53:20.104067','{"lines": {"at": 0, "old": [], "new": [{"id": "f3669e2c2dfc", "code_set": "icd10cm", "release": "FY2099", "code": "Z99.9", "title": "Invented condition Z99.9", "poa": "", "performed_on": null, "units": null, "modifiers": [], "pointers": []}]}}');
INSERT INTO "encounter_change" VALUES('4a8c763508634b518afaffe71c861704',1,'add B20','2026-11-22 15:53:20.113573','{"lines": {"at": 0, "old": [], "new": [{"id": "f9a6db88fa82", "code_set": "icd10cm", "release": "FY2099", "code": "B20", "title": "Invented condition B20", "poa": "", "performed_on": null, "units": null, "modifiers": [], "pointers": []}]}}');
CREATE TABLE encounter_line (
	encounter_id VARCHAR(32) NOT NULL, 
	position INTEGER NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	code_set VARCHAR(16) NOT NULL, 
	release VARCHAR(32) NOT NULL, 
	code VARCHAR(32) NOT NULL, 
	code_key VARCHAR(32) NOT NULL, 
	title TEXT NOT NULL, 
	poa VARCHAR(1) NOT NULL, 
	performed_on DATE, 
	units INTEGER, 
	modifiers JSON NOT NULL, 
	pointers JSON NOT NULL, 
	CONSTRAINT pk_encounter_line PRIMARY KEY (encounter_id, position), 
	CONSTRAINT fk_encounter_line_encounter_id_encounter FOREIGN KEY(encounter_id) REFERENCES encounter (id) ON DELETE CASCADE
);
INSERT INTO "encounter_line" VALUES('44d4221a39df447a8f3411bfe5c26223',0,'c1ea1a1a6185','icd10cm','FY2099','E11.22','E1122','Invented diabetes','Y',NULL,NULL,'[]','[]');
INSERT INTO "encounter_line" VALUES('44d4221a39df447a8f3411bfe5c26223',1,'644f4069ea86','icd10cm','FY2099','A00.0','A000','Invented condition A00.0','Y',NULL,NULL,'[]','[]');
INSERT INTO "encounter_line" VALUES('44d4221a39df447a8f3411bfe5c26223',2,'23a80a43cf2a','icd10cm','FY2099','B20','B20','Invented condition B20','Y',NULL,NULL,'[]','[]');
INSERT INTO "encounter_line" VALUES('44d4221a39df447a8f3411bfe5c26223',3,'65f4444d06f8','cpt','FY2099','99213','99213','Sample service 1','','2026-03-31',2,'["25"]','["A", "C"]');
INSERT INTO "encounter_line" VALUES('e6cdeaf41f784534b3a4bc8623a39d97',0,'f3669e2c2dfc','icd10cm','FY2099','Z99.9','Z999','Invented condition Z99.9','',NULL,NULL,'[]','[]');
INSERT INTO "encounter_line" VALUES('4a8c763508634b518afaffe71c861704',0,'f9a6db88fa82','icd10cm','FY2099','B20','B20','Invented condition B20','',NULL,NULL,'[]','[]');
CREATE TABLE encounter_override (
	encounter_id VARCHAR(32) NOT NULL, 
	position INTEGER NOT NULL, 
	rule VARCHAR(32) NOT NULL, 
	codes JSON NOT NULL, 
	reason TEXT NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_encounter_override PRIMARY KEY (encounter_id, position), 
	CONSTRAINT fk_encounter_override_encounter_id_encounter FOREIGN KEY(encounter_id) REFERENCES encounter (id) ON DELETE CASCADE
);
INSERT INTO "encounter_override" VALUES('44d4221a39df447a8f3411bfe5c26223',0,'excludes1','["A00.0", "B20"]','Unrelated conditions','2026-11-22 15:53:20.014796');
CREATE TABLE favourite (
	id VARCHAR(64) NOT NULL, 
	code_set VARCHAR(16) NOT NULL, 
	code VARCHAR(32) NOT NULL, 
	title TEXT NOT NULL, 
	added_at DATETIME NOT NULL, 
	revision INTEGER NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	CONSTRAINT pk_favourite PRIMARY KEY (id)
);
CREATE TABLE folder (
	id VARCHAR(64) NOT NULL, 
	parent_id VARCHAR(64), 
	name TEXT NOT NULL, 
	position FLOAT NOT NULL, 
	revision INTEGER NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	CONSTRAINT pk_folder PRIMARY KEY (id), 
	CONSTRAINT fk_folder_parent_id_folder FOREIGN KEY(parent_id) REFERENCES folder (id)
);
CREATE TABLE notebook_change (
	number INTEGER NOT NULL, 
	word TEXT NOT NULL, 
	sitting VARCHAR(32) NOT NULL, 
	undone BOOLEAN NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_notebook_change PRIMARY KEY (number)
);
CREATE TABLE notebook_difference (
	change_number INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	row_id VARCHAR(64) NOT NULL, 
	"before" JSON, 
	"after" JSON NOT NULL, 
	CONSTRAINT pk_notebook_difference PRIMARY KEY (change_number, position), 
	CONSTRAINT fk_notebook_difference_change_number_notebook_change FOREIGN KEY(change_number) REFERENCES notebook_change (number) ON DELETE CASCADE
);
CREATE TABLE own_note (
	id VARCHAR(64) NOT NULL, 
	code_set VARCHAR(16) NOT NULL, 
	code VARCHAR(32) NOT NULL, 
	text TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	CONSTRAINT pk_own_note PRIMARY KEY (id)
);
INSERT INTO "own_note" VALUES('note1','icd10cm','A00.0','Ask the doctor',1,'2026-04-01 10:00:00.000000',NULL);
CREATE TABLE visit (
	id INTEGER NOT NULL, 
	place TEXT NOT NULL, 
	code_set VARCHAR(16) NOT NULL, 
	code VARCHAR(32) NOT NULL, 
	title TEXT NOT NULL, 
	visited_at DATETIME NOT NULL, 
	CONSTRAINT pk_visit PRIMARY KEY (id)
);
CREATE INDEX ix_encounter_changed_at ON encounter (changed_at);
CREATE INDEX ix_encounter_line_code_key ON encounter_line (code_key);
CREATE INDEX ix_own_note_code_set_code ON own_note (code_set, code);
CREATE INDEX ix_folder_parent_id ON folder (parent_id);
CREATE INDEX ix_bookmark_folder_id ON bookmark (folder_id);
CREATE INDEX ix_notebook_change_sitting ON notebook_change (sitting);
CREATE INDEX ix_notebook_difference_kind_row_id ON notebook_difference (kind, row_id);
CREATE INDEX ix_visit_visited_at ON visit (visited_at);
COMMIT;
