BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('f460b0348206');
CREATE TABLE api_tokens (
	user_id INTEGER, 
	service_id INTEGER, 
	id INTEGER NOT NULL, 
	hashed VARCHAR(255), 
	prefix VARCHAR(16), 
	client_id VARCHAR(255), 
	session_id VARCHAR(255), 
	created DATETIME, 
	expires_at DATETIME, 
	last_activity DATETIME, 
	note VARCHAR(1023), 
	scopes TEXT, 
	CONSTRAINT pk_api_tokens PRIMARY KEY (id), 
	CONSTRAINT fk_api_tokens_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
	CONSTRAINT fk_api_tokens_service_id_services FOREIGN KEY(service_id) REFERENCES services (id) ON DELETE CASCADE, 
	CONSTRAINT uq_api_tokens_hashed UNIQUE (hashed), 
	CONSTRAINT fk_api_tokens_client_id_oauth_clients FOREIGN KEY(client_id) REFERENCES oauth_clients (identifier) ON DELETE CASCADE
);
INSERT INTO "api_tokens" VALUES(1,NULL,1,'sha512:1:a603506b4e34660c:1f058bc58a93e084c22a36a9c63d4ba165b20d2569b517beff556708f037ecd25b54acf3812043215f5893143107a997fba6672fdce90520e29f56260eb50ef4','d00e','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of ada','["inherit"]');
INSERT INTO "api_tokens" VALUES(3,NULL,2,'sha512:1:a0715bb31a39ab79:8e189a516d1e63f52a7c1e5f1406e49156bbe14dfd2ba61bb0f8b2feb29f8a3541fc8ba7f12b5c34af1e90f2b19b3feb4728313c02aaa0d134bd1b6eaa6b7cff','771a','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of bob','["inherit"]');
INSERT INTO "api_tokens" VALUES(3,NULL,3,'sha512:1:f3dbdd4dfdfe3e0f:e4df2b364d611fe1bbc580fb72415d4feef46a45e43d1d21e253b51903c1cef8940d8e64e4b770915a6c3c9d2e661d417204f56428ae361d7db37a91668d1905','a930','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of bob:admin:users','["admin:users"]');
INSERT INTO "api_tokens" VALUES(3,NULL,4,'sha512:1:7370456fa92139e2:98ca4af4fe94efe2ba85c4f8f076990d0f9232b866fbc08acc9b66a6e5c78a442805ea0b19a10683e4b6b6e8761ccde1c013962552eb7e170e397f483719fac3','6888','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of bob:custom:grades','["custom:grades"]');
INSERT INTO "api_tokens" VALUES(3,NULL,5,'sha512:1:cc2b2a9db23a769b:f3fb154fd86dde54a61527f0d1ab05fe870b2c5522fd795ff6680fe4d12b9657676665c61f2704d5e2bf25b3279d7bf6ad7ba4990f4271771042353104ee28cf','0250','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of bob:inherit','["inherit"]');
INSERT INTO "api_tokens" VALUES(3,NULL,6,'sha512:1:3b7af3cfb032dd52:b029072029212fe3dc5e04b698bb87ef07512ae68ed4b2a05bdd60d1e849b1e4571f7b91a8f7dd3b4e7239d68b4f047286110c48c6f3115c966dae14884482c9','a372','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of bob:list:users','["list:users"]');
INSERT INTO "api_tokens" VALUES(3,NULL,7,'sha512:1:db804ae91621bfde:25cc3806c1b4ca175bd596a336a1b7b78285b0b7fdb19d550f8125346ad5b17f609a6a8d931c35bb31544b16b455e6898762f7853e037e003f860cb00c8692a7','8677','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of bob:read:servers!server=bob/lab','["read:servers!server=bob/lab"]');
INSERT INTO "api_tokens" VALUES(3,NULL,8,'sha512:1:c6c37c86821d4c02:0092adb36da17b7094a9de08be922780ed16819f6337affeca4064820bd2438546dbba531872218b7c0c29f6fb1c3095f6d5ed36b3c4780582e5d87722002013','4d94','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of bob:read:users!user','["read:users!user"]');
INSERT INTO "api_tokens" VALUES(3,NULL,9,'sha512:1:04ff594724d6b418:088cc2a84e46b499c6b48191462499258f2a1a323636c1c0298399f5cdc83e61f6520b418a5b5cb64fefde1cd685e8163297cf2569555b2a74bfafd3af7e4fa3','aa36','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of bob:read:users:name!user','["read:users:name!user"]');
INSERT INTO "api_tokens" VALUES(3,NULL,10,'sha512:1:5e6fdcb39ee164ea:c8f5efad7f6bcab9b4ff0f16026dda17fef2009d68cafcf9fdde68c1254d97823ad17d19d10280e374fb133bdc84f7f8625e6b3f620318898c2dded9e6eb7050','510e','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of bob:self','["self"]');
INSERT INTO "api_tokens" VALUES(3,NULL,11,'sha512:1:c67f38fe2c1871d1:10cc7439f94ac26ea797ce147386057a4bdd54f3298134d379d1e3c73a723e0592a7e91b07526b3685183415dff54e2d3755f19aeb5a63ecf39718b3eed4c9ed','d86f','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of bob:servers!group=math','["servers!group=math"]');
INSERT INTO "api_tokens" VALUES(3,NULL,12,'sha512:1:c7d2db196ab39e4d:9daafa347a2f0eaea8ce50cb0a5ba49ac4ef26ad919e2685dfac8e5599308754d251062c2d01bb947a9f5aea4d1439e7d39b3cc6a9f5de7deb49ed55cf4f64a1','39b1','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of bob:users:activity!user','["users:activity!user"]');
INSERT INTO "api_tokens" VALUES(4,NULL,13,'sha512:1:02fd763daa86d1e3:408e5d5d8435612773efc1075f3ccabbadd961ccb070693f7f29894f6764f52156a3934f7e789baa0e9274e90c2504bc8e7ac60a03b13b644804b001cd1dd304','39eb','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of cyd','["inherit"]');
INSERT INTO "api_tokens" VALUES(5,NULL,14,'sha512:1:7bce63769c97cc05:1d9e929d69b6cb5a134c712a6a06028b5b165bdc5069c88d3781a66146e6f24c0e1e6918255dd302dd46b9994933de39b10cbc5041a07fd4fc5460ecbf80a61e','a60f','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of dep','["inherit"]');
INSERT INTO "api_tokens" VALUES(7,NULL,15,'sha512:1:0dda18d935ad9918:f2880a72062b494053c645be92b1453288be4e77ac476f535fdc0db8274c126e540e8b7d49ac09bb349f66e9ef893c20d97f25d259fb240a506ce778b4081973','6e98','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of dora','["inherit"]');
INSERT INTO "api_tokens" VALUES(7,NULL,16,'sha512:1:ab043a16b7596951:03329d7a8fcf7dbd88a1fa5d848cf524619f3218d460e4dbd9b069f23ebd83dd4884d6c6f19d32674bb7b16702ee7c17423248ebc37a7c5f2c5509324a8b3391','6926','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of dora:users:activity!user','["users:activity!user"]');
INSERT INTO "api_tokens" VALUES(3,NULL,17,'sha512:1:5d10512737e5b97a:f4aebc2a93236818768fd4c676c6a6f098e1efe5ca06ffa0468ce98450c98454298058f151276326761703a11155133368cc062253c3e545a7500d57775ea441','96c3','jupyterhub',NULL,'2019-05-17 09:30:15.250000','2019-06-17 09:30:15.250000',NULL,'of expired:bob','["inherit"]');
INSERT INTO "api_tokens" VALUES(9,NULL,18,'sha512:1:c59bf6c696578a5f:c408c3011e009112fee634fcdd029e62a3dacafdac8c319e793594da4c4b4f94da743f1a3f285ff3f8cb3c6a9a2fd13d0d52e0f2b8c2ecc22b6c102c5e07dbc0','cd18','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of o''brien x','["inherit"]');
INSERT INTO "api_tokens" VALUES(2,NULL,19,'sha512:1:10c7ee90ea7126d9:abd58f28354fbd5560f250917b40b850f1b228e835f0d58a97689942f6111de1a5e45ddb199e50d4963e53157dde62f3f8bdfa9c6aa5db02a5dc717c986cbc4c','6461','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:access:servers','["access:servers"]');
INSERT INTO "api_tokens" VALUES(2,NULL,20,'sha512:1:162b91ee02e19a68:3a2a7585b611e99cbecec6795367a8e4353857485d5c83d2a02201224bec990428e13f1a1a3f81871d9121a52135ec71340c1da3fbb43f63095ee3f48970f3f4','3be0','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:admin:auth_state','["admin:auth_state"]');
INSERT INTO "api_tokens" VALUES(2,NULL,21,'sha512:1:05715a596b34f7e7:6a11d7e0b12a8008c90ad36b4dda82976b177507d247c3a3b1bf419028b376ee63b1ddc0250895f659a382b5a5f9fe334e8974a41bb0bb5101b0af60f9c6e080','d472','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:admin:groups','["admin:groups"]');
INSERT INTO "api_tokens" VALUES(2,NULL,22,'sha512:1:e5aadf8d28c6f9cf:7b1f26bfe5a4061437be8e3900b42d312208303487639f2835d9a59ac9328a7136e7c86ad68c8a1130408361f8738c0161b9b5f2de3fa94a89faab7a2426ea74','7736','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:admin:groups!group=math','["admin:groups!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,23,'sha512:1:4bab4f5afebac27f:fa41079ed9053bfed1c0ee6fdcb945d168d98fc48821aed712a021495acfc8f9fa992c66908b833e4c4d3a6d40e39a3eaaa4e2bddeabd26a306358ba47fde369','6d86','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:admin:groups!group=mg4','["admin:groups!group=mg4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,24,'sha512:1:f1b3d9f7ef590a11:252d792bea3061ccaf273a9150209ce7322622e863d821eb665e217328c111102a734802039f738513db51b6eaf5c5e5c1da03546d4f7de99bc36a6ebd79502b','c5c3','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:admin:groups!group=own','["admin:groups!group=own"]');
INSERT INTO "api_tokens" VALUES(2,NULL,25,'sha512:1:1398da1f23967554:09300eba4a78c706bce1e6f4916f2a4ccbed18e978e7c1f843ff10550179389d7f0c96847129a0e1436ddde49014cca1b5a17a2cbd0e597ff2c3d1341c805d39','2fac','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:admin:server_state read:servers','["admin:server_state", "read:servers"]');
INSERT INTO "api_tokens" VALUES(2,NULL,26,'sha512:1:5b78ac7ffbd5b68a:92e103b2a6b070fe5e6c37e7e99c90eb75fa83bf65f8bc0631aaf0eda6663acb99cf3dbcfae44999f8fd432c8369a4e7be6da8ebf2ef81eddf36c928444ff32a','a4ec','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:admin:servers','["admin:servers"]');
INSERT INTO "api_tokens" VALUES(2,NULL,27,'sha512:1:ac0fb4c7b2f5b565:376c044c5fca56b36e67b4c63b472b88acad261fb66522c17d41028c7004bc77065d67e18fb2676490c7f3280eb299d0580b5a32fceadc5e1df29b36216d9e84','0b45','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:admin:services','["admin:services"]');
INSERT INTO "api_tokens" VALUES(2,NULL,28,'sha512:1:79ac08d0358c9505:e39596825183aa52dd4636cfc2b0cbb376d1691c9803fb0b385e364a59b2f300a3d45a227f4238fac6fd0ec27b9175a75be9baeabf9fb00bffb955ebb98d388c','b9d0','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:admin:services!service=board','["admin:services!service=board"]');
INSERT INTO "api_tokens" VALUES(2,NULL,29,'sha512:1:1c96513d20d231f2:f25d7db62dee9f189a061b911c8a3ece2c525133b31426c3477177d36fa7cf7d8a61e874af81e544b8e5693bda2d03642fa72ee97731e1f123397da6fddaeccf','e8d5','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:admin:services!service=grader','["admin:services!service=grader"]');
INSERT INTO "api_tokens" VALUES(2,NULL,30,'sha512:1:601eb42ac8e65a9e:eb24e294b56aaa594ee636954664842c9eed167f477694cb52abedbefa65c29e9f9d53bcdc0e72eae097e0c3b85549b42bcec3741b745f18729d42008750eabb','024d','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:admin:services!service=new2','["admin:services!service=new2"]');
INSERT INTO "api_tokens" VALUES(2,NULL,31,'sha512:1:af8b13e92d260e11:f44e442321c647442593ac36cf718d48d8e3ce5b851e636a0b9afa04bd23c7047668c6007aa935e65126d507247481aa3b9803371d44c319a93f898ee0dacb63','60a7','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:admin:services!service=own','["admin:services!service=own"]');
INSERT INTO "api_tokens" VALUES(2,NULL,32,'sha512:1:76f4f251f05241f1:3583171eb7a7240445e512315fcc402066503b2bbb9282452c08ec9c5d535f29fcc3e82f368c244272af3b224e55e82191276495a6fedb5d6d21a42f3612e39b','b135','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:admin:users','["admin:users"]');
INSERT INTO "api_tokens" VALUES(2,NULL,33,'sha512:1:68139f89ff0e8684:1841a8e5d67915f1fbe1ddb0116070ed1ba8f693d862d128b894192856a573c3b3a7304c99b31d050146596ecfbb88d3a01a415324706214007069032376c0a8','8828','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:admin:users!group=math','["admin:users!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,34,'sha512:1:77339c4e4ffea10e:118c0de723cd2a7342ce82ef65f5d5cd79b5e7cd660ef197a4fa030aa15635315df1bddbdeb2326c48294c94622465d268a137ff916d410f8ef2cbb98a5679e7','f18c','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:admin:users!group=matrix','["admin:users!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,35,'sha512:1:2d8bf6c4d065c694:8ab9d4a9cf212611321012824afe9890c63982d235a182d84c95ba1682e9073f21b1e89cd5eb13171afeba2877896273f6687dd9ee82890f129b97a51561d0f5','bcd9','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:admin:users!user=bob','["admin:users!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,36,'sha512:1:b0b31abfb9453f11:cbc417e9cffc2bb82ad255568b29443ac348d3a2984d31c5ad667fa0987cc544f9eb2cb0321e62fd0a5dc3b1fd258d4363f8f6522c40cd344d2a3307d51e3a04','79bf','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:admin:users!user=cyd','["admin:users!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,37,'sha512:1:355e0214610d3952:6d8963a4ba0696283898a3a20d2fc04f6809b7ca4549521994b1fd732ae0b8c90d9ea3b72c8e85bf636f2e9bbc755152672fa9c8e3eb0a4db113e43868dae48b','56b3','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:admin:users!user=m4','["admin:users!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,38,'sha512:1:455dd8f63e2192cd:f4fe57372d1f72679192d5ac6bb43db17caf937058acef3164a1d0d4b76f75d2035b60fd7eb4f78b569eb361cdf43c4cef517518bece2821f1e0483cce53e978','877d','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:admin:users!user=ownself','["admin:users!user=ownself"]');
INSERT INTO "api_tokens" VALUES(2,NULL,39,'sha512:1:73f7e9d4ea0907ec:ea16314172a144424fa13d8041a3cde4299ba6a92597b5b964b23761269caa07dc7dcef52dbfd1977568b6cbeb0dc19455138f4f5ebbfc71889f3f6af2130cae','f450','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:admin:users!user=renamed','["admin:users!user=renamed"]');
INSERT INTO "api_tokens" VALUES(2,NULL,40,'sha512:1:80aa9a5769004169:432f9b4baaf137c2e97bf4963720fb2b909135b0b47830defff04f4185e65c3decf35bea9526e91cf23e096883d69c7effa2312f25dfa8b5d1a8d178c45f81c4','4e31','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:delete:groups','["delete:groups"]');
INSERT INTO "api_tokens" VALUES(2,NULL,41,'sha512:1:5574a8c5b8feab4d:a39fa00a6c87f6a03dfa11bf7eed143df1118708889dd587210d778397a23a205deb46c19158dc0359f6a69dff21644ea6598ee47e50a3afcf61db59b26679ae','da44','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:delete:groups!group=math','["delete:groups!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,42,'sha512:1:10fa054db6562693:18e99b1f78e864a22e3e5538b3c4e2b86ecbc0ed26fb655fd753d286147f05e7ac947cb4579bcba514276158bbe33b562ab20d9d9a1e20c3aef2216bb8de2166','e6d4','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:delete:groups!group=mg4','["delete:groups!group=mg4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,43,'sha512:1:4ed770a930ab3a63:3960317eb455a9aa44fad06c37242b7d61ced4ff1cf93d7680c782e4003ca2d5fb9f9d0a6c43ff7762928d0cfa2de2a5d61bff8b991256243d1a6fb9cfc3e32d','c089','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:delete:groups!group=new1','["delete:groups!group=new1"]');
INSERT INTO "api_tokens" VALUES(2,NULL,44,'sha512:1:1bce4bdb2b7c1374:db31ae995cbc3062c6a2933b310eea6f66606d62346b6856e681b34291468df584a0e2f71a1b1c73432af2c17d857d8aa8dff888e138e324c4256946e8e2c3f2','2126','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:delete:servers','["delete:servers"]');
INSERT INTO "api_tokens" VALUES(2,NULL,45,'sha512:1:6682aca0bc639ca2:7e57c5facb81019a4a591bbe57455c17db1dfbe09da69fb59478130c2dc674f440c52916e9de7ee76d5db30c09f067eba73e149e30339f492e2e1f8cee012bfc','1231','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:delete:servers!group=matrix','["delete:servers!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,46,'sha512:1:bf9e9712db4ec390:12429d31b931cee3a72350b5ffef644fa3ae84ad0e5bcae0a41228fa327c04f95b14c96d39d87ab486362ea09b5dbff9306d01640c9b4784209bc38aff35ccf2','defe','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:delete:servers!server=m6/','["delete:servers!server=m6/"]');
INSERT INTO "api_tokens" VALUES(2,NULL,47,'sha512:1:0fb2454d5f657e03:b2f33b7d7261ac2f6c32ef49340a218e1bf96f9d3d8280358523bfa1f8618dadeaaa74c5ce0aee17299453205ba6a8695e405b0284ab2c1794232d3f4196d63c','55b4','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:delete:servers!server=m6/lab','["delete:servers!server=m6/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,48,'sha512:1:58a103cf26d0ad2a:8a75aa73d2f8abb811c1af9df6127b7f85ad042e4f9b26cd9af0cbba75c1628d219bf790b7cc9df829a539b9d03b67135ac485b95bdea7a3841e6f6f4d3223d6','21f7','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:delete:servers!user=cyd','["delete:servers!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,49,'sha512:1:c9f41374996d15a1:2038a43a4a98a88bcc1bdf74316ff6cec45196380639348a645962ec02551504f6a24578c20bf6409de40da3aca9094fba05ccfab275df6a4b24468e2f10e9cf','88a7','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:delete:servers!user=dora','["delete:servers!user=dora"]');
INSERT INTO "api_tokens" VALUES(2,NULL,50,'sha512:1:f351918f846f6782:69bee10ec603ec4cc03c3041aaf82fff0b77df354fda0421a5f73889853ad86ff455b80ec7074d99f36921b3281efc2f0afbf976eb465a24cdf7521cba5da221','b785','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:delete:servers!user=m4','["delete:servers!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,51,'sha512:1:5070cec41749235b:5546536f0034874fbd917936ee8bc10e9ba0828c46340d3cb9a6fc83357dd852ff66fbfeb0209f32371f2506c5ce986d5b1e0ffd6d433cd1072b17e81b80258f','c6b6','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:delete:users','["delete:users"]');
INSERT INTO "api_tokens" VALUES(2,NULL,52,'sha512:1:c69d5cd6dc6c100f:26bb167537139239c9b8bca9f5b4feab7038ad312ab76ddc011538021e514833fa342767ac49a7cb8c39ef8e28b5dc73c534aeb174db6ad877321dd2c3cb944c','9d69','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:delete:users!group=matrix','["delete:users!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,53,'sha512:1:01fa508460c8c064:6cacddbee333558fd154631973387e4839a87c4efebb0437f29a63026e8cfc85e594e8ad1122f72d3b2a3192d9b3e47101db41e29221fcff81065d2602460b6a','f725','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:delete:users!user=bob','["delete:users!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,54,'sha512:1:9ee210f3f6ce685c:2ba58a7e5d4a455aa9d29ae976aea1aca1032cfcc1ca1827f55df1fc9738ed9b2456e4bda753d47a798b489a7b2806f62144cb73d64f11d180a1114cd8238bdf','0d9d','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:delete:users!user=cyd','["delete:users!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,55,'sha512:1:00c858ac8d6e9f77:5d4ccdacaf8599d5df678e8e96ef33c7548f981d3e157f3f416d90fb15a0628b20d4f65a1b4fe5a8f9e141d6917539964ced4a699c7185f8c69cb3b27758017f','3985','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:delete:users!user=m4','["delete:users!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,56,'sha512:1:35e219a895c4743c:cc938e12b5ec4fddd97a415c1f0b88399baee39f28fda6915bc5cc8d4429fd2f42e3018e91365f0fb91737d05bce7c99f3d7b3ec444a896355db68108c5138f0','54d9','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:delete:users!user=renamed','["delete:users!user=renamed"]');
INSERT INTO "api_tokens" VALUES(2,NULL,57,'sha512:1:93768986d753d04a:4bff7808052b686aef0ec46e5a01353fbc621a256d18ae7fcf936573efd7a09bc4f6241879c19df234a847b70c0e9262cb1163227f8aca7f161d77d80db9528f','3ecf','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:groups','["groups"]');
INSERT INTO "api_tokens" VALUES(2,NULL,58,'sha512:1:b6adc09501f828a2:34d4344f24f62186699bc38d6093761b0ace9fe8ce60e8d5722f0735c984b2605360dcf14a6040d57e201cbb5bf6fb5adfae7ca64927606f6ff5369ac3b641aa','3739','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:groups!group=empty','["groups!group=empty"]');
INSERT INTO "api_tokens" VALUES(2,NULL,59,'sha512:1:67e8e88668742b06:84adc8d291e7284da7456bc61e5b672ade27e62933b76d624384fb175a561e1f6ffd37be2033da93900c6c31d0a151e8143bdf2fc3a24a82e7d6a94e4947f012','f745','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:groups!group=math','["groups!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,60,'sha512:1:f8ca060c85e09d69:fdb5b02d5adf42fc947b7fa893d6e3e9ba5481e2dec0cb961761787cce9fcfaec0277a0cfa77d642d4b3fc3266a95c9b9612badd5bcc01d0ac1986312517a089','91a7','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:groups!group=mg4','["groups!group=mg4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,61,'sha512:1:075cb871ebc184a8:382f169963cd5d25da54edc6c74c5b0d10d736d8302dc835026c65211485bf692ed9c190f78533e37b0a8b11a5dca947e5d61584e8be0eb0fb226a2fe614c47f','6f89','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:groups:shares','["groups:shares"]');
INSERT INTO "api_tokens" VALUES(2,NULL,62,'sha512:1:867da86f3b201aa9:634e2a196cc6770e5dbe926247d6cd3628f5678f2db0b7957cb88169c68f120d0a1fce5e425fe4b3f4820ab5039b059607e48f7ed9af4a9d87f8341376e95c9d','fc3f','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:groups:shares!group=math','["groups:shares!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,63,'sha512:1:38f364b10e1289a3:f8b20e119d7aa397516de556e2a225dc7199b55938d3c58856e3ecca72e7392c5ad58492695fe550264562327137903b18f7581250cb3f512b979b10bd939593','044a','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:groups:shares!group=mg4','["groups:shares!group=mg4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,64,'sha512:1:b3cd33d27e03f738:28f1959dcde9dec6b56db481467841ff6fb6b5186a0543f24f7b03aba5adf072240743278ed299d9dd607e08cb654b7c98d8c3ddcc0db912ffb89b49b6516126','4e50','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:groups','["list:groups"]');
INSERT INTO "api_tokens" VALUES(2,NULL,65,'sha512:1:d2d9b36568653dbe:c5b22eaad7b930b8e4c1481fb2fd3bdac034b35ab998def923e4df517515506ec62ae69f43c5b9086e460e70671e3a274335b769b35e105a95b6a955735ba743','fe22','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:groups read:groups','["list:groups", "read:groups"]');
INSERT INTO "api_tokens" VALUES(2,NULL,66,'sha512:1:1e6555c32aaa99ce:c73ab1820939c3d7a2dee9d7a3b01b22d150cead5a8fc65238516b93bf7217559dd44feed5e68af970d385fea0500f2ad4d67c22df10cd29266a3494eb3fc0dd','6419','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:groups read:groups:name','["list:groups", "read:groups:name"]');
INSERT INTO "api_tokens" VALUES(2,NULL,67,'sha512:1:1959d9d3eecc64c3:948bd3398ab0fb57d48d919f64a38dbbd2ef29e8ad03458db2dfbf05fc4187fbc1183b26fd0b46102c81f68bbe4d803d857ae918d163dea3f988cab4de3b7dff','11e8','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:groups read:roles:groups','["list:groups", "read:roles:groups"]');
INSERT INTO "api_tokens" VALUES(2,NULL,68,'sha512:1:00e35e32d1acd98f:5cc1945cce2d255d2c754f55e744464d765e4baf588e0af45dca33317c83d4fa62153e02e6934cc82dc9d26a8dfaec7b42517af0f7e5caa77ee21dc5233a8740','f6de','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:groups!group=math','["list:groups!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,69,'sha512:1:d107bee5d6e6b9e7:de64c73be375bc13f9e4156c647ae1719be5139654a30a6be2ba1303462172d1d22df3b52724515621349a5843fb7cba03af2ec9b8d07fb08ee4a621d9b1388d','763d','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:groups!group=math read:groups!group=math','["list:groups!group=math", "read:groups!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,70,'sha512:1:4077ccbdfd90fc1c:d4b092f18e479d696d653931697fb6e084ce58b78e5c84072e9c8dd54f548d783e072d83d5f5219c8d494d530f06bede5ae5c6d1d105eb9b4b02ef2ce684df99','7f5f','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:groups!group=nothing','["list:groups!group=nothing"]');
INSERT INTO "api_tokens" VALUES(2,NULL,71,'sha512:1:de347d5b50edf819:0cb90774047a01f078371f33d70aae387901d066cdfe1400c684230a00e054ae4c054d61e523d84547ee37ff42ee3131d02daadb6057086b6467f96174778ffe','4b52','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:groups!user=bob','["list:groups!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,72,'sha512:1:b4d22ac624f60b6a:b1c0df3b1cd8ee82535396843a8a30386fc664594b6fe8d0a2ce6f8965d33bf022cbc28f4e194c9bf03113637efe504c560d080c16e7e553856b21750a3f0cbe','22fd','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:services','["list:services"]');
INSERT INTO "api_tokens" VALUES(2,NULL,73,'sha512:1:b1dd02ce7b6f0018:2915071df78b69fde8a767d52c87efbbee88a057d831c0afd3516a15408e112c52b79b576fce641291732da69f804fab5c274d03fee98c2c09a1eb907f8f740a','77f0','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:services read:roles:services','["list:services", "read:roles:services"]');
INSERT INTO "api_tokens" VALUES(2,NULL,74,'sha512:1:68327f7e1b1fd443:a1f6263bfc1ac5d3983231a9aa0b7cf3c63bd2464a1e5755cc2893cf00629af2a09e6b59552cc3d8610857658839a7908fdac859cdb69415dfa7d3b198553ab6','535d','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:services read:services','["list:services", "read:services"]');
INSERT INTO "api_tokens" VALUES(2,NULL,75,'sha512:1:b41ed92cc45371ac:1b4eb850ad7afb347bf0098f3a49cb8555e65fa466e18249c2dfad166434db47bb69c57996953dc7f246bcaef684fbc0dce286c94d2b03952b85d056b3b2fbe6','4d39','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:services read:services:name','["list:services", "read:services:name"]');
INSERT INTO "api_tokens" VALUES(2,NULL,76,'sha512:1:9e635741a98201d9:ef59d466c87ba5e475e73c2c1e070f74bca2211ada72665980ad29f848a244c662e29d45e887f8ba0529aabd4ac87385812b50b487dc4cabbedcb675ef8458cd','50ea','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:services!service=board read:services!service=bo','["list:services!service=board", "read:services!service=board"]');
INSERT INTO "api_tokens" VALUES(2,NULL,77,'sha512:1:c222d8565b3e490a:22286669159740a22db7e462ec543209040fdcfddb9d08fcb6a7df577a81990c5a9556051787ff7f38cb3022fd3e6cd75398955d86f458a00c61ddc375baec6d','06dd','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:services!user=bob','["list:services!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,78,'sha512:1:5be8280771bb35ea:073d4878a8d0b3a2f685abd805e6e68ca6f5e5d6758deb0a02169dc8fd774abaeebf72f222371eb13586dba89db8999051e46868c8e1b46999f4cf7c28662a88','d8c1','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:users','["list:users"]');
INSERT INTO "api_tokens" VALUES(2,NULL,79,'sha512:1:73f48054270fe8d4:6515991d40fbc652c04dacbd1d3bab09abd47499fbeafc48f0898e47641ff4c13a50a32e55542f516224d3e19cb5d282a28c77d3192895e4de554531d3ce3807','e56a','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:users admin:auth_state','["list:users", "admin:auth_state"]');
INSERT INTO "api_tokens" VALUES(2,NULL,80,'sha512:1:f07c4bf470b5bed9:be72f2c4fce76f7cdeab611103012d6e8255dbcb36beea7a770855dfe9e1c0e03471138bd9f4e91168d2d73994c347b1e5d75af1a34791910896eafc5fd98992','1378','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:users admin:servers admin:server_state','["list:users", "admin:servers", "admin:server_state"]');
INSERT INTO "api_tokens" VALUES(2,NULL,81,'sha512:1:65346ca273014642:9cacb9818d25c1b46ddcc5f001c12dddb3e13fdc73a38978e82aea549830764fd0588c53b0e811957c6e02b6a1ca0512bb7e64f0cab57919ca58d0fd29124f37','e6d6','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:users read:roles:users','["list:users", "read:roles:users"]');
INSERT INTO "api_tokens" VALUES(2,NULL,82,'sha512:1:54276342ed099f81:e58d2c9635adeaa0dfb70d8bb927ade475e0d4ea7eee859986586049d457a180cebff0973dc58e8124958137c82164c89c08c761cc835f78ea9bbae337196394','4e76','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:users read:servers','["list:users", "read:servers"]');
INSERT INTO "api_tokens" VALUES(2,NULL,83,'sha512:1:aba02db38b802df7:f01ad83f86e5e6afbc1a4daa3b32e20fc74fdd15f608e9651c1ec6e51e3a161ce539c1796dc333c0d58aaf51ae501b7f9e4924e4e70803be198907d15ea6b26b','e308','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:users read:servers!server=bob/lab','["list:users", "read:servers!server=bob/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,84,'sha512:1:117867b59c91ef58:d4f07398d11778d9080820c731d7d0ee3e8d75477875a2276fe34db5fdf21509c7294da60805090179322700067b05eeb8a1bee5f5bb0ce7ede2965b27df0a61','f997','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:users read:users','["list:users", "read:users"]');
INSERT INTO "api_tokens" VALUES(2,NULL,85,'sha512:1:01099ccff02e837b:7abaf43eff57fe20d11e2ae2b64143c88eea8c9a8a8352027b7a80049abd71a2a21363fe5e04d6b00bf6490e330036163ce0048265de2e78071921a3161aba98','d13d','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:users read:users:activity','["list:users", "read:users:activity"]');
INSERT INTO "api_tokens" VALUES(2,NULL,86,'sha512:1:e344f06bc6f666dd:58411c6ee86278d28b0c41f0fb96249858f2673f189dd25bc8f269069953cd73dfdceb9f15303afb16c7d43da9802619cd3052ba5ec4d814fb42ac13b4aecb3e','231d','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:users read:users:groups','["list:users", "read:users:groups"]');
INSERT INTO "api_tokens" VALUES(2,NULL,87,'sha512:1:227342586aae2bfe:a6efb57026577804c84d3562024f5e349a6e17136cb064b59aa8e57ce6eec5a8c5aeaf30106f0ef7309e8a688635f94ff8438076cd9bc81c7ce4f6eab9cee640','c38b','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:users read:users:name','["list:users", "read:users:name"]');
INSERT INTO "api_tokens" VALUES(2,NULL,88,'sha512:1:63c405b0429e119d:468ae59c4f14784da00f4444f36fc07301add9be6d490bc84388a147ca65416c7f86f17f228fc7c6a0f8b806b879d395d43b0444c2904aeffed596101ce25dd2','c382','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:users read:users:name read:roles:users','["list:users", "read:users:name", "read:roles:users"]');
INSERT INTO "api_tokens" VALUES(2,NULL,89,'sha512:1:c525c20c3c727396:5cb3f39cd3c0550a63d0373034a3380fcc90f36c2d9b011a27135f63ad6cec51fd305b50f73fac6f9772e850691aa6ba50bd47cf58efbc8425e323079d1e9588','94c4','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:users!group=empty','["list:users!group=empty"]');
INSERT INTO "api_tokens" VALUES(2,NULL,90,'sha512:1:04c7bb95e716b480:7327157b5fcd788cb717bd6ad3a0a30ad16eac46d557944ca6d3b0a3ea6acbe489fa70e41304816efe6b3fbe261b790f9b2e7d2ddb88ddca56d4d7b7ad8401c5','c108','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:users!group=math','["list:users!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,91,'sha512:1:9eb7ea1655717c55:29ca23e31e8b96b38fecb5e47e2ee079784e39e668f067b07b3fa486cefedccda9faf0e012592b26c2dce833514de023295e03a5ccf7ba33e4f6dddeaf0423f6','3ce8','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:users!group=math list:users!user=dora','["list:users!group=math", "list:users!user=dora"]');
INSERT INTO "api_tokens" VALUES(2,NULL,92,'sha512:1:63a6d720842b216a:c01fbe934ff9763abb7c499073658613d74af2dd089bd83b8330ad89d05f1cd85a3f07c04c0b025f2980ff0eb900f37b642119f6c0b8cd2d8bb233e7ce6c832d','dd3b','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:users!group=math read:users!user=cyd','["list:users!group=math", "read:users!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,93,'sha512:1:3722c6e554aac51e:eac637313b5de48ca18e9e1b522a40c82822104abd57738e3224e3bfde7260bbd16cd29e1edb52daba244bbeec784371808ee5e835e56e2053d585d2d703e387','a154','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:users!server=bob/lab','["list:users!server=bob/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,94,'sha512:1:1a38e9a34fed094a:272bddd7b2af5aee3dce720209b1c0e6173b99c746abffaebfea58689fc441159e477f193a79de0e008397232544c2c955551b43a6eba0d4063f2f2680ddb2ff','06d4','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:list:users!user=bob','["list:users!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,95,'sha512:1:1e880984b5d80275:18d6094439edf48703608ac8fd1b388eff0ab83d47e623936ec1b6f55254d81e24535ee5adf01e3ad11621d1f2ae4089728212a238d9a19fbc731ac5145d4a3a','ebc7','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:proxy','["proxy"]');
INSERT INTO "api_tokens" VALUES(2,NULL,96,'sha512:1:88368db0dbfd5e8b:336159adf551a707a42d58821e75bc5cfaba1f62767f467b6dd0e59a12503bd262e8e45b7460403a38ad90a3bb610066dd3c1e021e8496a2feff5f7d482935f4','18ea','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:proxy!user=bob','["proxy!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,97,'sha512:1:1b618f287f7fdd45:bf66d0e2f8e0ec21474c40fe99317e1986d94fe5053781962c5602a412d6c9b1f3d76d9f844710b6e788ff6d7fe48201ac88a9be7375b3cd5b8b86f2e5aa8d7d','429c','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:groups','["read:groups"]');
INSERT INTO "api_tokens" VALUES(2,NULL,98,'sha512:1:5022eddcecd7e10d:39aff756d507aa755fcb9782b6e72c48bec1472eaa99c19aa39fe9c91b4a3b3b113e7fa03d19447582ab976d0e830b7dc0fa3aaddfac586c52526ec3f964fdb4','b747','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:groups!group=empty','["read:groups!group=empty"]');
INSERT INTO "api_tokens" VALUES(2,NULL,99,'sha512:1:82c18ab2529a8a20:21c9fb39b6dd9de5bd220d1c3cde4c52bd7ceaa99eefb18e9688a00252e9db2c804c5ba063d6d5b8bdf2768dbbf0f749e40fa2bf3cb177af370c6c8f82746b87','ba69','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:groups!group=math','["read:groups!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,100,'sha512:1:a6387fd896d83f41:7908e9fb1fd60227f7576ac40e8672fad04397043955a96ead33ceb3598d2120d049693171a304423e7236fd67df0777062bb3d093164a0d3f345f122ad08912','07c0','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:groups!group=mg4','["read:groups!group=mg4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,101,'sha512:1:f35324f24cea6f53:46e95340a3e2cfe6d38861f55c84f001939538280ac86002197f6b3738d4729753b74f4eae89e2d79b7982155feb78a660c547971f94861973bb4cca513f2650','d1d2','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:groups!user=bob','["read:groups!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,102,'sha512:1:0aa5690be5295b14:a87704e7db8470143608f153ed9543f13ab7e98cc5d180ed48a62a5875396e12586f52a43eb477930b2456c8d5568eb28a80da22e99fcd29f5cd4dc5a5c51a6a','72f1','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:groups:name','["read:groups:name"]');
INSERT INTO "api_tokens" VALUES(2,NULL,103,'sha512:1:8f2c9c1c66c1f4fd:8816051d138354117bffb36b9f92416590a4e904a9b7630aca0310c0a7e4413464a78638eb1e162503273663d52d6cd1bd47fb642e13c259ef66a98f04e5a407','9e61','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:groups:name!group=math','["read:groups:name!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,104,'sha512:1:15a478fa81ec0dfe:70851a3126711927a3c19f24d73ecca3fca41cf7de4ecd8a4b5d6da6594dc9935f9ebb94676e261c1dd29a5e543f3be2eda1106c93eb29b13daba06815d31291','68f3','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:groups:name!group=mg4','["read:groups:name!group=mg4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,105,'sha512:1:1b33bf39ddd8dbb5:fac590bcb86e87e238bfc72de84be86803223e59076a63847054604c402e7ee3381ed400c2535401d78c3b5a80bc9ed607db094f33f7f8a384ba7a56f916c5bc','dfca','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:groups:shares','["read:groups:shares"]');
INSERT INTO "api_tokens" VALUES(2,NULL,106,'sha512:1:4c64c057b407133c:8996d2e61399d714a8ea8167bf25109be0dca3ec544ff2079175ee426f3da6b2827cd844165424b884a202651a4fb184a1512a09088146408692d662305aa8fc','4202','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:groups:shares!group=bio','["read:groups:shares!group=bio"]');
INSERT INTO "api_tokens" VALUES(2,NULL,107,'sha512:1:6e241685e01e77bf:81d879cf27fb0aaada9636eff72d751d0ee6032ff50f73491ef7db089f9d4cba05e82e7c527ceafdcc337caa53d593c2b448df11fe7fde980d5fb1fe8cf78353','53c0','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:groups:shares!group=math','["read:groups:shares!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,108,'sha512:1:069422d7fc7ac90a:1e7aa5f2f5154c687a8404389c458ccd3eb10373bf22826965b7bef36f4e78977d057796b1b335a281df3bb657a1933a24158e26af0326b3e1076fe9d13d7d39','9d4e','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:groups:shares!group=mg4','["read:groups:shares!group=mg4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,109,'sha512:1:8ce3f365a7296059:c9ea299ba43567b594d03159521a7e90f2467a4c62ba4ef6a010cb1bae90a7126892512e743e25dd8bf1a6858caaf4c8dd3de0ebe7f22b250ca3353ef3eaaa76','4356','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:hub','["read:hub"]');
INSERT INTO "api_tokens" VALUES(2,NULL,110,'sha512:1:deae43a85270b2f6:12972ee3b476e3d74513c9c9703f4732bca91b9e6caa24e7a4b55a08d931e1ddc8a3de101ae1ed407a28605de0c183cf815eabc27985aa561d3d44522b3aab88','3a10','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:metrics','["read:metrics"]');
INSERT INTO "api_tokens" VALUES(2,NULL,111,'sha512:1:838ce2d49b69e413:ebe17f40c79d0180ecb2afb728f821a89190708379709227e1cade21b32072fe4421db73d558394ac9c0379083f763e33194958b7092b4c32972683d8f611dee','6471','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:roles','["read:roles"]');
INSERT INTO "api_tokens" VALUES(2,NULL,112,'sha512:1:1bc8557d035f91c0:f4f63c432fe8b7df18c34f78639112f4d72d369de696ebaab57f87da5d665a8bad7663701eb821c5ec3117a39f37594d4a8e217c26d8b1a5bf54ce7151dc9628','3d12','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:roles:groups','["read:roles:groups"]');
INSERT INTO "api_tokens" VALUES(2,NULL,113,'sha512:1:ef5188c24f3b668e:af0db06ffb50ad2e6fc296e3f45eb52ae50900586179105f4f7aec87fe6819d0de41c3a6a0e5e42c6a819c86dc54010effa18b1dfeb947bb0c10ebeecac95e74','eb41','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:roles:groups!group=math','["read:roles:groups!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,114,'sha512:1:22c93b7b3e873d7f:5de023983f4825ea689a91feadb7b4acef8778f860ff7cc814e802b5db99cfcd8161542ed164653f37aa30ba57f395ce7ee0460b2816c8aaf745f5dc07fa924e','91da','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:roles:groups!group=mg4','["read:roles:groups!group=mg4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,115,'sha512:1:ef9b20f28d98836a:5128acb7aec9f2de8cbecdaf4812e7b6d1f6a8bc70aaf70e1f1c06865856e386b9bb9b98eee9451ccb27c43b1fa4c4a9f6c4eb30496f762e9f649ebed1471307','db72','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:roles:services','["read:roles:services"]');
INSERT INTO "api_tokens" VALUES(2,NULL,116,'sha512:1:4d6b1a524a0a783c:96564beab398bbb4a2daa846ca62ca6cf6bc42dc2e1727d9b109cada9ac518679fd4d680869c729ad31da4800346288446bed66ba481237cfa63129e740f8bf7','bce6','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:roles:services!service=board','["read:roles:services!service=board"]');
INSERT INTO "api_tokens" VALUES(2,NULL,117,'sha512:1:836dba9258ae396d:499204871aca29bd3f1d461be39cf248a7e1724af8942d98b3e3a000ac443ff8e39db3c1688a63c30a5cee5df15c29b1d0d9986fe3a765496d8cb1611f7055d2','09b0','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:roles:services!service=grader','["read:roles:services!service=grader"]');
INSERT INTO "api_tokens" VALUES(2,NULL,118,'sha512:1:ec2dad18741dd9a6:203851d9a74686651eb8ac3ecb73bcab0439625ad4afcd071ed5657eb54f3db7679399b776de2e31014375a6b9082825cb705f328150cceba382c1c2fdb737d3','7e0d','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:roles:users','["read:roles:users"]');
INSERT INTO "api_tokens" VALUES(2,NULL,119,'sha512:1:5cc2ff48a41aa482:5a069db9e01cb699729330e951a8509fd5a082ef5d8375fa658074295a2c36c5b968e7ba725170b982876ce0542d05544523eb7ed9c93aea5e01e6498001e03d','868f','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:roles:users!group=matrix','["read:roles:users!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,120,'sha512:1:dba42a9bd8ac29d8:922653dabcd4d42f538316524853051481179278c7bb260a70958ccdc749dcd2b96ab7d2a596df3aa308c3ffd9069fd5a16825152caadd4daa5666d5fb9c149c','b03c','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:roles:users!user=cyd','["read:roles:users!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,121,'sha512:1:864ca575124d0a2a:4637cb865fb4fc05074f4a136bbae4d92e95202c252e89e8f15f9bdad9a018316a0110b38cd046e005d3e5e6cad70e1029d4d7a9cf8eab5c919d64aebdcffae7','bddb','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:roles:users!user=m4','["read:roles:users!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,122,'sha512:1:6b7daefd68af91aa:0a72b29c0608f6b43b890a6b576c882a2fa434f1df0765577e387848738f9b07aba597ea42f432cc36fd96e74c704a99120afeac6b3d8e762fa2ee0e73348a2c','69e4','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:servers','["read:servers"]');
INSERT INTO "api_tokens" VALUES(2,NULL,123,'sha512:1:995dd03606c1c276:cbbbdb2c3dd498d7f3928ac8eedfdb2afec904164c4ed46f3cdea5cc5e77bd7e7e995e20544acf1c8607400443429ca50c946eb02372e1d611e62c3c6b52d136','3656','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:servers admin:server_state','["read:servers", "admin:server_state"]');
INSERT INTO "api_tokens" VALUES(2,NULL,124,'sha512:1:a7f0c4dbfc0860fa:cfaa201f29e427380f3e7a1a3b5ecbdfe824ea2c2dc610945b0cf57f1c05c016fe65b3f985f8ddd9a197db1bba97a5cca7e883e1ae3c5f6cfa2cd3a9c0ac173d','9a8d','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:servers!group=math','["read:servers!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,125,'sha512:1:5510a518c92812cd:19c2e0482bd0470c40e7f1e5570dbd2ba15c7b53f5ec41f0c783e9bdc7edd4ea05e13e8e820d700fdfa1222663eea46603a4d16483d96cf91c71e276ea40757e','be4e','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:servers!group=matrix','["read:servers!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,126,'sha512:1:666d1dc4cc5c09c6:cbb34b4c51c8ac3ddee571d4b21101bd74748deb637310922b996971d96669ef37e78cf29b59aa3c23ec485975d4b95ccdaf01836ca2293a95840da268ca1368','df9f','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:servers!group=tutors','["read:servers!group=tutors"]');
INSERT INTO "api_tokens" VALUES(2,NULL,127,'sha512:1:70a2d4c62fffdf2e:29f6f3139d0fc07563a2ea54a045e38e5786040fdd51832af846763da087662c3a618b627d875b6f86d0da379cd4d029217ad39f2fcea4c50c3e98a6dad6dccb','abe2','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:servers!server=bob/','["read:servers!server=bob/"]');
INSERT INTO "api_tokens" VALUES(2,NULL,128,'sha512:1:a74db6b8749c6681:f1bc6eff31a1a8ff0887727e318e54f6ff4f4e3bce98007d2f5c868b5259150abeef6b019a747017a01212e4db8492109f3cc506baf5f2f93cccf942a14f81e2','d213','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:servers!server=bob/lab','["read:servers!server=bob/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,129,'sha512:1:e606266a843b765a:3262e4fad78e8551123630bfd6d1cc12c93ed1e1eb56f46ed4625cd8ac862528f0ce7505bba4961eeb812eb27c58cc0b9496719e68da8cb363c343137efd0008','9903','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:servers!server=cyd/lab','["read:servers!server=cyd/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,130,'sha512:1:b2560cd0de0d8c94:1d118adb589aa0522d6b47219c8f6b3cfd26fcd09d9c8526665aaa208fd67aa54fc92bdf168cca23943875be364ee092c352aecf350ef4d93f0f43cc21643c82','37e4','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:servers!server=m6/','["read:servers!server=m6/"]');
INSERT INTO "api_tokens" VALUES(2,NULL,131,'sha512:1:0f310248045e9ee6:0b333e4518e8b38d780e1ea7b724d6fe4d174e2cc72b197079846637fac35688eaaefcc0abdcc2ef6396c3d14ea562455d38018fdbb2836ac492f59f0682a156','9831','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:servers!server=m6/lab','["read:servers!server=m6/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,132,'sha512:1:7f26b6f59065ad10:4dcee39f6512e1325ebfdafba4e6a7cf2cb4751bd25f7b45bea75d69a6830ce9773be6f8e65c92050c718e97f2c324a6a3c3e11a1aac538aa041e228cd19c01c','1578','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:servers!user=bob','["read:servers!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,133,'sha512:1:13e049d8c08759fb:c6009c59e8e44f8007409dd8e261cb76868fa06ae3952fb56018b35fb095d2ebb4c6bc47274e9d9d8d9020977541ef3f9a257eb081e70425023d2a609656906b','6d1e','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:servers!user=cyd','["read:servers!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,134,'sha512:1:7dce4c9685a057cf:9195777eb3c497b0a0eac60cc4424654046a08345e106ac303ae0b5ab87b2648be3a6d69c88ae4cf9ab9fcffb8a69062a950992dadbe45d8dc8f39952e933e91','1b27','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:servers!user=m4','["read:servers!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,135,'sha512:1:799f3ae74dbb8b6c:9d6552ac215961ebd7cfb5a64d1fd92ce8401ebb8afae371c76249cf326a12e1a903d168c85f5b9977d01952e48b699af428c917ea85628b956d1e832eb645d2','d76d','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:services','["read:services"]');
INSERT INTO "api_tokens" VALUES(2,NULL,136,'sha512:1:51cc9ca7c678e0b1:4c413472e66b988f7c505d5cbd9c71981a7fae075c2cf07f5b75037c1d84df7537626804fae9b05128d580f94cb0223722073888428ab59833b1aa6a9c3c34bb','99dd','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:services!service=board','["read:services!service=board"]');
INSERT INTO "api_tokens" VALUES(2,NULL,137,'sha512:1:6b17dd48cc632aa2:ce19d94dd9f878fbf9ac6aea8ba3e6a49cc162980425fe569f54040ed4f1e002c502165111773446421ee7f59f59189bf495eb0d3f2c8a94c185ddbad9de66c4','516c','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:services!service=grader','["read:services!service=grader"]');
INSERT INTO "api_tokens" VALUES(2,NULL,138,'sha512:1:f65c71b7d4ad518b:5521a68b6dc9e9dc238a9514ae16f4c914e73ab0a8804d705559764296fba1e588ed26c8d5986eb83435cbc9af184f3892299f339e73a11c3d0ddd14dde60869','00d1','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:services!user=bob','["read:services!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,139,'sha512:1:7c9bf587249ab112:b7f85fb14e7ebd6e9ec55e103f78dbba73a3361aa5493090d13cb58a9fb1e968819175f70197327a97f02f117f8e346279ffa370b8185bef84c54f5196e56088','9a18','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:services:name','["read:services:name"]');
INSERT INTO "api_tokens" VALUES(2,NULL,140,'sha512:1:2b6d7a6901870234:915d1c63c81aa8b0e7a705a35f22c787f5c8c4b0e32e11dda4221ab03f35c34b74df7491b55373297d72a5d40dac1dee134076205ee9723c9fdbda34a3ea3a15','e4ed','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:services:name!service=board','["read:services:name!service=board"]');
INSERT INTO "api_tokens" VALUES(2,NULL,141,'sha512:1:fc6210a27d41f61d:607c420d26a423c4bfc131653d6bbbefb108369764a3934893e556a634bb813374c87bb6af55ea21f013e9325ee00fbe4086c6c498a43d50c1e9628fd3ca0772','32ff','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:services:name!service=grader','["read:services:name!service=grader"]');
INSERT INTO "api_tokens" VALUES(2,NULL,142,'sha512:1:bb0a4b37106ed06a:1df43d001c433ab44e8328c943852daacb5f10f38559e6d58dfa546e132435b4212313c40787255ac780ecba9008d832f947abc5caa119195d7b4e082641beef','2956','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:shares','["read:shares"]');
INSERT INTO "api_tokens" VALUES(2,NULL,143,'sha512:1:ccf039ec2d4de15c:e26cdd971187236161bc6dac5fc0677644726917fdf238695cc2659d35f6de1f7fa8df38e54b486a3b8de54bc9e087ca134897172f7b08efbde1d387759481bc','d2bf','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:shares!group=math','["read:shares!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,144,'sha512:1:f95fef2beb8fadd7:619d8280636eaee3d7f32b31b0b16a40f2bb2cd4ab33265cfddb9574b6576ec031e64c7dfc6795227c03f20c008f2910ae31dbc275ea4c3caeda5beb93da1af9','c60a','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:shares!group=matrix','["read:shares!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,145,'sha512:1:dd123786a69b2312:8947140380357bfe72a1cd07d6c3b1a91ba7b2cb2de328bb321e98222308115083145fbfa5fc23de07ef1307e5c46ee48459923a3b6a056dd8037afab51f7829','2abb','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:shares!server=bob/lab','["read:shares!server=bob/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,146,'sha512:1:9d684e07d19d361b:cbea96e098c5d32278cd5fb197ddc40fa1f7bb03fddc9079db6573d05f567d039cebdc28393f036bd969e74ebea0b54e915982aecc379ab3ec22967f9fdfeb10','cb70','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:shares!server=m6/lab','["read:shares!server=m6/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,147,'sha512:1:f120613d1ca5f2df:f3c2775a7e04bf92e9e90ecfa079bdca6fee47bb98d275f780d9902508f8d6e736e0924912e1a90fcaf2cf6cd01e075347341425566534fdb41234e7d4945e57','bedb','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:shares!user=bob','["read:shares!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,148,'sha512:1:b9530f519db59349:4e148af8a3dccc5d2a2bf5d2abfacbe8dc719233e28450108d9cf707aeca26324d35b46735daace9f6b4280fcad67a741a9dff062529eb42cd8f92a4affd2a03','0cdb','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:shares!user=cyd','["read:shares!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,149,'sha512:1:b7e8a63c3778b9cf:c5dc6758ac11cfca1d86aebdff08d23d4496372cf918650c3b9127933abf2a40c7dbf566ad2c23fd44b54be701577255db04eb398db97f01955405676d02fdf3','924c','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:shares!user=m4','["read:shares!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,150,'sha512:1:bfb515179e25a72c:9325d5cc5a88e7f4b25955282fbebb986bb20d7f55fcaa1f484c3e82afc9b3cf77f740a4e790db81e6f5da7bd48d56f0b0730cdd85946fe94fee9476af1ec4aa','35ae','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:tokens','["read:tokens"]');
INSERT INTO "api_tokens" VALUES(2,NULL,151,'sha512:1:b126673c2216c361:2247d788c2889f888c1924f64ad0d867964e3701c7dcee027b547967d8eea1b8cc75be5a2e7a5c69b4b71e51723ad7365928df54499744bc0b1d04ca36f16ab5','d5c2','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:tokens!group=math','["read:tokens!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,152,'sha512:1:9fde356138f2c83e:0bae424644120cfb2fe7aba5284d2e30bcdb94d11d8485ab64d9f9a5da4b523a73a5ee6f7016bffe520eb91704229e21df20682afe59a1c4b936c4147675ebbb','c994','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:tokens!group=matrix','["read:tokens!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,153,'sha512:1:015f08aea4edd9a5:53055056d8c7550505d76789593cffd2fc874792004e3c817b329b6a69669eec5017c1b8846a5a5ec69e045b969d9619dca800856b9392da0d82d36fcc9970b7','6c16','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:tokens!user=bob','["read:tokens!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,154,'sha512:1:5d718b1acb8f105a:87e913e543daf98b508dce8eebd051c92bacb6fc57944f91093adf573a36155572d0498381e829f0ca0a1a5c934e25c103bdfb0c835bbf36f70f16df0547f914','8f0d','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:tokens!user=cyd','["read:tokens!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,155,'sha512:1:294a8ed4ebc336e1:6e4679f51f0390632f9d2b3cb4eee4582ec4a3804408451d858b6fe149e7f62b604b9173a69b079ba54cdd1d9002891957209b19e84360238fca01057b15c5b4','a39c','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:tokens!user=dora','["read:tokens!user=dora"]');
INSERT INTO "api_tokens" VALUES(2,NULL,156,'sha512:1:1c28db6516e03435:fd2c2a9de007ba8e245404331e421f0db07e05c7b2100670c7cef002044017e5d69c66249fc6d97308fddb0cb6df4d868102910b93ce54981b2958dc43826425','6236','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:tokens!user=m4','["read:tokens!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,157,'sha512:1:76070b8ae869817a:965415b5990c3cff257a6dabb8a9b4d632d085fa52b697cccd8a1bef59c99ed34f1d23fc3c2e45534a30bbcfe245594fb5d36e4271bab597d45b23dc94836f43','55e6','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users','["read:users"]');
INSERT INTO "api_tokens" VALUES(2,NULL,158,'sha512:1:5ae2e4239c46e85e:d266580c4b81e90f97551884a992e7f8388a5b75451c47987d06e6b5f4d1e27e30eadd5a17b19ebd57eb9a9a74f14d71fe562fb37571774d8f258b531471ac48','f170','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users!group=größe','["read:users!group=gr\u00f6\u00dfe"]');
INSERT INTO "api_tokens" VALUES(2,NULL,159,'sha512:1:c2a7795d9690d54c:250ed21ad5e6f6e33724f7ee62dafcf862dc335e781ffa6016c9333b464d3de44de0ea6029dff90ac031c7ae555a4f3a28e05bf03fc274ecb93220b269fc82df','a708','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users!group=math','["read:users!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,160,'sha512:1:f844ca428808011d:4c60fbbd10c290335a0b08c199bf5b59a3befaa8b43af8070c6aba90fd46be2e312decff1579db793703e465fa9f62c5b4f788c8a4e6c7f5ba54375880addce9','69dc','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users!group=math list:users!group=math','["read:users!group=math", "list:users!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,161,'sha512:1:ce59875ce279e148:e104496cd19362ecdd2befd3571de0ac3bf21a483503ba6f2e03f38a4947df398ea8f1e67d5fb80bf9913ec5e4f687f6fa69afabaecf12bf86e9c485367a72de','91d1','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users!group=matrix','["read:users!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,162,'sha512:1:4a4b834412aa383d:baf7900dcbbec47908f47955907a72f2b0efa2bf398d3f0c9a46a4515044dd2ab599dce08159773ad2d7a5c6d832776d42a27662dec9da688ed4d6a967830fe0','128e','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users!server=bob/lab','["read:users!server=bob/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,163,'sha512:1:2b4fb65831af3f4f:4dfb2cca8dbbccc0b225a3e20f833e2c90af1664aca3d1e0d5974903dc6f525c6e0eb7bb5b50519cab8abc4449e80ad511e76d22b175b7d4698f65db35b0042d','3237','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users!service=board','["read:users!service=board"]');
INSERT INTO "api_tokens" VALUES(2,NULL,164,'sha512:1:049c20ebaaa65566:f687a46e39a7daba3942308a7867f412102db4d32921aed25f0587ee14122ab94b84f69439afb28b16af2f6d2464c6bb59235d2545c3883d1c7494e1df679e58','99fa','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users!user=bob','["read:users!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,165,'sha512:1:c9477d69a916df54:32e4f80b67558a22c85eae572f7aa71298588dac868e5622f5f365f1ba5353b58d013fe513ae3238b14c5f0d785b4b8675d167d19bd96b1d32537148fd2a505f','9e62','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users!user=cyd','["read:users!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,166,'sha512:1:8078eeac8a44e451:ecdae8a0e01d88e978d27e26bbca069de5a9b72b71f7b4c82432839fb477a3283e63e1dd04f0d0e4dd8b5da3f423f339d9436161b9e057e8466be1eff4248b58','1f9f','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users!user=m4','["read:users!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,167,'sha512:1:cd5949b759c62a45:63dea8a928a19c19b67d2431fb7d5ead0d0837cbe1e0e9456dd4dfb02fc3881f88ba222b08e0f1d46b5b57b9d50e60812badf02e43d47b8eb83c8acade1043ad','e0cc','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users:activity','["read:users:activity"]');
INSERT INTO "api_tokens" VALUES(2,NULL,168,'sha512:1:6fc73ecdf24a1854:2e2cbd581b2e2a614714d0abf934f8f87f9050d0aaf48814c2ff1170ede0b9efb52da800debea210bdfbec6418e86a2db744bd234c47cbf5eb4bca89311b8bc8','2ecb','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users:activity read:servers','["read:users:activity", "read:servers"]');
INSERT INTO "api_tokens" VALUES(2,NULL,169,'sha512:1:066ee2a6d1176bfd:62b5bf03e9e5eecc82024542d809192fce594e41b3491fdb4d9137f9d29345427f974696816f31bfef32faed9e309b1e7f95f134435de70d462f8f20e9029a23','33a9','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users:activity!group=matrix','["read:users:activity!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,170,'sha512:1:56457f1cea6a378a:8e4cad47f9799727aeccdcdf9bfcbd70b4010ecf59043483c6e365dc14fa0bc3df524324a9db9efd2b30a23b6ea40371b95df7d74b64dca9d883781b607d7206','c028','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users:activity!user=cyd','["read:users:activity!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,171,'sha512:1:1bc381e1fb98b0d6:eb624f0f66e484a4b56f41a91bffb3f5f0f0dc3a85ec4d2143f9efc5f647c9e91bcca01c2b3eea92507e35b18fc15b5e3e2cbc583799ec1e71fee17530ad221e','01f3','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users:activity!user=m4','["read:users:activity!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,172,'sha512:1:e129d99de30723bd:e4ebc96aa447b171996f8136953518d9362499556f19e9d8dcfbb3b739125b900b85398bac6c18f4762053e7c7bafb660dc16d326ce6e776446c4ba7dbba3f6d','85d4','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users:groups','["read:users:groups"]');
INSERT INTO "api_tokens" VALUES(2,NULL,173,'sha512:1:5078603512e6f60f:cc9c499e20c65a994de1f20aa90748560ca708356180ade97c2b913f74f2bd3216b99527561a06492bfb87fd9eac08737e848f30476c02de1b2dddcb62e02fdf','b809','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users:groups!group=matrix','["read:users:groups!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,174,'sha512:1:94940409df1952d8:4167a0f08cb0e11260c2bb606deb97f33ff65087ea3c15fe878817131f57cc972f6e988e70b114c9d631d4e028478aac0d3339d9b7fd24101983b129232a330f','c569','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users:groups!user=cyd','["read:users:groups!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,175,'sha512:1:f103dc96038c42c3:fb4f590e974385110b325b781a9668d80a2636e34e4df139ac9839200663b8039a6bbdc7160c3d2a1d3c870c882b70db2dee7bbf54c115dc7486a4733379c6be','f2a4','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users:groups!user=m4','["read:users:groups!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,176,'sha512:1:2f58e087d7967bcd:2c66508a475a017c782dc7b8854510d276762e236e8dfe9959823f565c51bf6daea4697dd4d55b26d0a9483ff20a5875ba58ccf266f978eac093ae3b00d544f7','0044','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users:name','["read:users:name"]');
INSERT INTO "api_tokens" VALUES(2,NULL,177,'sha512:1:61a8bcc38b57b069:5e931015b238ded610d8b2a4efb524560e76c968a0496b77633f5dcf6acb88d4193c216fecd0e99daa45bd4d54c363b47b1a84cd84a0a3e575f788c07f32e411','32d0','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users:name!group=math','["read:users:name!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,178,'sha512:1:e50d2a9da59abcc0:b6f5a85a1525667729083490fd97fd3adef3e363905d1e69a28dcd86ae5debbfc7e3ee2e3a56851aba86dca157806e505a4757ccec1259cfffb4d3b59d1b9af7','6531','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users:name!group=matrix','["read:users:name!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,179,'sha512:1:d57b0ec62e49501e:9c9781cc23fa7383e1fa423bd20c8f6b8dd6975ed59688c1e3156a5bb09d113b343cf6ceb823d77d0915f0ea79e5fa4ba92fc864219616e12e083b9624e4df96','1d26','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users:name!user=cyd','["read:users:name!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,180,'sha512:1:2af9cf9beecdf9d1:0cb6e7036d78c45b521282da763c779fb08365a9660dd25c4b1a2733bafcdebbec0c7566427b0b997d4a0c9e24f106aee5581d07c800c4ce081880fa16fee687','8a06','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users:name!user=m4','["read:users:name!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,181,'sha512:1:b5eb897e75bdef32:e929c2145d88cb8f4b7d8ba2ea6bd31f14a74d24cd5b6edc571ca1d0dade3a3def168d90d5b4bcfba647ecd4789332938a3d48ac02aa83f81ec8c25e307e10ac','98fc','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users:shares','["read:users:shares"]');
INSERT INTO "api_tokens" VALUES(2,NULL,182,'sha512:1:d4b7ba231ffb1877:e1cd47be40caabeb0da9fe2e106b4882546e352e8909047f60b3dbd0baa63c86e64c9fbb3370d9988aa61c91578de77a0b562b9c26de0110fdf70808ca369cf5','8dd9','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users:shares!group=math','["read:users:shares!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,183,'sha512:1:7217abc176ba96f5:e8d76470ee8f31fd848b533d8ef02b10a409b46548ea54278753816d55c2d61a53dc21cbdc221490dcb0591bf93142a5115950f740bb367f4240d86a3c442d96','74e0','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users:shares!group=matrix','["read:users:shares!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,184,'sha512:1:ab742c6497ca3e71:c1877415b8fc9a51147d238765e148e5a5dac85e0fe00494158d4eaa212e8752b792ac208f25da741946ba6f44e65b8710cc252b6adaaaefa9d3cf7f17c10cdd','812f','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users:shares!user=bob','["read:users:shares!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,185,'sha512:1:90b7c62f5f3b337b:a0428aa28c95eb8ca9ad871b26b95a1c156a2bd8a1a2ee4a08e2babec11dad07080b6a2402bc843b8b4771f563ed1f79c3dc789c80c9531728a3e0623ced7eb5','d175','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users:shares!user=cyd','["read:users:shares!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,186,'sha512:1:ce3e20e4ea31a78e:f383ad838139940ea5c8766336544e91b9d7c642e0c50de48b4b47b2a1cc9b2e7388f34a77fb589bdf854e0091e9498e5cf0b1bf414bded44dfd6ce256496d83','8750','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:read:users:shares!user=m4','["read:users:shares!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,187,'sha512:1:6f0685452bca928c:92f3a6505f7945c49cb4de5fc1c4a0cc002d480e91d55bf6edc20e576ec4b7a2ab3c1d9a3a5ab4fd3f2b9e66f0ce02ffd96ece36530b340456464b3fd13aa1eb','2a5f','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:self','["self"]');
INSERT INTO "api_tokens" VALUES(2,NULL,188,'sha512:1:61bcfbe31edf22d3:18f74d9acc0b0ae062979d0734eaba14de1da945ed0ca2fd655e98f8d7b88e6e0027ad47a7d0900febc38b4e7264e851cbd1b26d8aac20d2049bafcedba91d8f','c7bd','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:servers','["servers"]');
INSERT INTO "api_tokens" VALUES(2,NULL,189,'sha512:1:8a96e23f12877197:eefbbbc135573d78188ee2b2076c234f0c353fbbfd01d5f07ca9306b4e2ab616a8a9b916ccb5f385087c454250a48170b0f597097eeebc37e6fbe70a18e42da0','fd97','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:servers!group=math','["servers!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,190,'sha512:1:3ac65753a5d30094:eddc69b5317062b9898d46d9f5f4a785ea968e4a255f01d7579ccc533394194ffed70c5d2dabeed7631bb872518e20c8ff6cc21135e63785ae157471753f6cd7','cde4','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:servers!group=matrix','["servers!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,191,'sha512:1:dbe04594c5f44757:a7c4c46173101d9aa3e0c6aeec07d886bff3d0238406af25f69774050fdec7f688ca07ffa865c9185793c05afa484f686397fb0eb9155c15efa7690183accf69','9f0e','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:servers!server=bob/own','["servers!server=bob/own"]');
INSERT INTO "api_tokens" VALUES(2,NULL,192,'sha512:1:ab8491c34f4c15d2:91cb272d03fe4043d139fd5d8dc77916c4303ed7669ac6655c730ffe7eda270d12e97598b274a7734d92d66650d5dc3139bf85fde3c2a17dc9e47d9de2c050f7','ad19','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:servers!user=bob','["servers!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,193,'sha512:1:fc691fffeeb70619:3a6c5bddaf0959e727d07345732db7d4ba3d3fc5d361eaa88a5c6b3fdae3e577a086f5902e751e906d0492791c8df1e2dfcd246c53d7a010b3bee96be0a6b736','0dab','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:servers!user=cyd','["servers!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,194,'sha512:1:9caeb641a6b7fe45:6b1d5c2cf50323f496aaf20f87face3aeda068bc9e9b4c7f36e02a501bcb40ef2621b00e987d26c260d429cb497dd8f95b905911695ba4b16024294870b40d7e','1eaa','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:servers!user=m4','["servers!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,195,'sha512:1:2b85243ba2a7fc98:0eeada8a117583f7d7a695688e07769c68bb47f62cfe2d560a1c63c86160fc24c58e658c887eb1e57e32e791133fd942eec1aa1b311d3cde2ac0765252ea231a','c95f','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:shares','["shares"]');
INSERT INTO "api_tokens" VALUES(2,NULL,196,'sha512:1:f857a94115666c44:89b33757012f49a68eb1b6816558145ea054c76911277d9524a5d22f0fa6f23a671dbc250bc8aae0fefd9c6a8fbcc1f8e9640e6979e96ad743e6f53601140b7b','0227','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:shares read:users:name','["shares", "read:users:name"]');
INSERT INTO "api_tokens" VALUES(2,NULL,197,'sha512:1:27f005b66ec7e82e:040e36dc7e33f1015946495755418c5cc6204c9cd14693138820704650f190fa24d73fff29d8c6836c9f68e406425814f2b659eb2074724f31d0c687efc2fe80','2e64','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:shares!group=math','["shares!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,198,'sha512:1:95a8a0f2f240d15a:8822b188720dc0e201ee65495a0c9ce8d87fe809e9d88156b4debb1c6aee00f6cf5b93c686eb10fe9610679e6f5672890f7858896ba27ce29cac19af96b47b51','6286','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:shares!group=matrix','["shares!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,199,'sha512:1:7b3d44d2c1ec2fac:e2b6b6ec0891b8f1ecca08549efcc033a6fd3adb7a04fea6d9246ff4de6f974a56922489118698a5f9a093eb80338bbc85fd9656a7071d2854bd9a76ac8538ba','ba4d','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:shares!server=bob/lab','["shares!server=bob/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,200,'sha512:1:87c7f7f3db09793d:5d3bf6ef6307eac2dde52783862f36c26b5fa8d41fdadc401a44fa3d8c54220bf0a3e1f15c8ee73ceca322f222767635530bcbdce196c6cdb24926ce1cd4ae91','7ced','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:shares!server=bob/lab access:servers!server=bob/lab','["shares!server=bob/lab", "access:servers!server=bob/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,201,'sha512:1:844328292c68e4d0:fd5fa2160fdb914dd0781cab18830d31f52d19ef4e7ab15846a86a61662f2d8ad432f4deabcd36c3688b8b02f7992d9a42984c7eb4f8ef59979ac9640cf3017b','9a7d','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:shares!server=bob/lab read:users:name access:servers','["shares!server=bob/lab", "read:users:name", "access:servers"]');
INSERT INTO "api_tokens" VALUES(2,NULL,202,'sha512:1:7fb2f90865b2b368:cce4d604446ad7070897b5a01bff9a46b2290a02d06a079381903d138fefa7629f8c58d9aa5dc002c3e74cbb3e063063025820e96b4c9eb42c470eac01c79d3b','b560','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:shares!server=m6/lab','["shares!server=m6/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,203,'sha512:1:aa3f7cc7df471eb9:e1f661ba7bb277d7a4ee3bdf933be2ffb9c5209b0bc2ed3bf8df9f2d55855b7f5e5833c0afdde36a545b8b2a577523d3e2cb2c0dbef3eff48cc3461bc25d40bf','4a7a','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:shares!user=bob','["shares!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,204,'sha512:1:f386ee4e5ad068b4:63c9456dd25cdb55426671feb750e295f265f7f742b3628ea0ec3b9ef18d4320b051d18ec1af63576386401904bccdd7b05a8d71c988c3740d674334fa530d4e','2d50','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:shares!user=cyd','["shares!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,205,'sha512:1:b2e2cd0cf156728d:4952b8914d725eba8cc63b932ed8507d27bcd0904678141db01481893efe55738061faf94b28135864ada10ebb4feb7191ab5b019f5a3a0aa9ddd4faf37768ff','821e','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:shares!user=m4','["shares!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,206,'sha512:1:46e23980ab090958:05a6e25193e0e905ec94624d05342193eaad87c9342998cf065005b29db1d140fe277d2d5f0a3c402f1bad8ed7f416c070a31b5ceb45de23cd8e0c6827c4243a','e5c1','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:shutdown','["shutdown"]');
INSERT INTO "api_tokens" VALUES(2,NULL,207,'sha512:1:261d5190af186f7b:d87dc2739919ea93d81ecfd104d879ebab3e626a349a81291a7683f082b18cb989c02b1d149a4a97370ce257dadd46fe1b8eb42e1ca4edcb9128dbf9b2938211','e8f5','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:start:servers','["start:servers"]');
INSERT INTO "api_tokens" VALUES(2,NULL,208,'sha512:1:654208322b809065:16cd22288cf6f619e2b761e302b1fad57923b11b288ef7efab7521d4360623381d1a4ef015994800216555f3700e4a1c9a99690f6eda521dddf5257cf85e1b15','648e','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:start:servers!group=matrix','["start:servers!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,209,'sha512:1:2ad61278660ec67c:4f04dc78cf0cd8dee31dbf7cd6daa4fac5a1c787c990e7094e89a323bf0a5ff68b03d50045de570e9c0b9ef147c982ac4a30eb22f651293115787a4d9d7a957b','7008','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:start:servers!server=cyd/','["start:servers!server=cyd/"]');
INSERT INTO "api_tokens" VALUES(2,NULL,210,'sha512:1:0f7c0168951daf8e:435d050395c35fbbe154154d6e59695e1764671573c7b0ce23a5f2b99dcb9d780875669f88720b1c525b48c717bca14b6a1433c036cd148a893cb5d7a74e0a46','0d35','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:start:servers!server=cyd/own','["start:servers!server=cyd/own"]');
INSERT INTO "api_tokens" VALUES(2,NULL,211,'sha512:1:247c6f03624eecac:7bb4c27219405c6c2bfa6dee6d878171fd54f0e4153ea104b5473a1d3973b8f63f5087a5a0ecacb12d49ea0b0cc070b22701ffbada804b8f6dd4328afc227d99','f043','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:start:servers!server=dora/new3','["start:servers!server=dora/new3"]');
INSERT INTO "api_tokens" VALUES(2,NULL,212,'sha512:1:7b615ad32269c506:2021e944f746a11ce121e9ac9904741fcf563b5fcf16f22fd1067c435afdf7b737166818f55ccf0508867b69f2e3132db1d886828eb7ce9f89faefc6f3ed3fdd','4145','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:start:servers!server=m6/','["start:servers!server=m6/"]');
INSERT INTO "api_tokens" VALUES(2,NULL,213,'sha512:1:3fba31a7e6c91098:8527c16e7512154bb25339ec9c86c8d1fd6cfbe46a5ce49c25d51f8521028f6a924e9f7004de6cc27676bf974f9cdbc2d443785e41810d1a3a7520bcfe9d13e4','2b13','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:start:servers!server=m6/lab','["start:servers!server=m6/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,214,'sha512:1:1ba64e904f915eaf:393af595d9fa7cbeaba818b8f0e04e633ca8b734dfc83686ec44bcd8bf9fe643b14f453505e37e68377335690663d4f21d4f0a96ce1faf9a66889a5ac944cde3','b136','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:start:servers!user=cyd','["start:servers!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,215,'sha512:1:0c37de5938a00c50:3ae654d0e6bc0b45a9e7bde97e3fff9db6781d79126e36fd913ef00c3753540ee25471a6669ef76ebab1b5676fc043d67449a456145d89475913b95014829cd8','905f','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:start:servers!user=dora','["start:servers!user=dora"]');
INSERT INTO "api_tokens" VALUES(2,NULL,216,'sha512:1:2dcc5557a9c60ab5:0b6ec83bd9c0b466ffbc7246e70e03039f234a9df21ab6fae4f575b34e563fcd45f2d9df69027beeca29bbdd8b0809dc8418505ac8f8817595b27c0de9605bc3','1921','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:start:servers!user=m4','["start:servers!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,217,'sha512:1:70004802b8646843:a59deb30fcd6ea74063936f9907c5ea2fad27612de986592438daf103b845f6dea984672513d59f17fb284541c7d87bb98c6c9ea0b2289f5cd828643b7b1b57a','99e8','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:tokens','["tokens"]');
INSERT INTO "api_tokens" VALUES(2,NULL,218,'sha512:1:30cd6451fd4624aa:b7aeccb0256e86a9daf3205e74777f0f0c7bb746841a402e0adc7c748a739d85fbb9910a0f232b5e9ac7989d757592c6753a2453caf3f0622d9767c1f3244e21','8e9e','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:tokens!group=math','["tokens!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,219,'sha512:1:d3da43a7c35226b0:3c4c4bbf5c9611db80f6204d9816130ef0851a18f98b846db93127c429aa773205394e1108d2e6a51705f8e9d2b1898d175cb777549640eeeaa91b0c93647499','1182','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:tokens!group=matrix','["tokens!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,220,'sha512:1:3380ee117e74f98c:d9331fba6bf4b708a351289297c760056f4fbdcbb6971abc2873e489ca24f6d20237e8c36b4f51df03d361920aca0c699fac35cf8e3574eb2d6ec1ffc29aef04','8ef9','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:tokens!user=bob','["tokens!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,221,'sha512:1:28678fbf4500ce8a:5b0b59182aae62b9a43d70d437ca11f9bab5defff4b8cc83385864c370bf8cd9f70aa2a1ac2952af66e319e0067a8b880890e2299f4c2886b5822d1462fa8a23','418e','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:tokens!user=cyd','["tokens!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,222,'sha512:1:0f03619db96a3c26:12d65aa664c9c87c484f14a5ab307b69a5986dce273966e0d6077121e0763307218e5ee314ecf883c8912e8a9e8b31dde3b55f901c66d55d0f6a1cccb046fb15','16b8','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:tokens!user=dora','["tokens!user=dora"]');
INSERT INTO "api_tokens" VALUES(2,NULL,223,'sha512:1:1206214a904de0eb:6b6b48e8b2032a3110e0298d209f7eba317ebffa13b8f93940b617f4cd90df5d0753a4af3d625fe53bbcd6abe26f85ab8f0bb64bf4a77e1ddf90083e1ee1cf7e','33ba','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:tokens!user=m4','["tokens!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,224,'sha512:1:ba5bc513aed0d636:915809a796337b9e9916c6b03ef2055b37431015718795ef81615d98d8574a0a485c0343903927f84503b36f7d8077ef820e8a135231ada4e07b10318f10bbe3','a255','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:users','["users"]');
INSERT INTO "api_tokens" VALUES(2,NULL,225,'sha512:1:369adcc16340942b:e736c9da7a127c663d034d187c095c711a99b6366b4601087b7578107658c5a44511e404fac257438e61f3ba0741d9afc5612ba269636153f9f33481b5116089','fac3','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:users:activity','["users:activity"]');
INSERT INTO "api_tokens" VALUES(2,NULL,226,'sha512:1:74dbde1f37dee0d2:649ef1916f5aac4d6b711ea461bc59607384b3d5bea0b7b64a5057b9fc5ba5d028dcf75c5938fa2f637cc62bf7569a10c3e8b2e7d7d4e61ae5a05721d87fbd7f','eee7','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:users:activity!group=math','["users:activity!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,227,'sha512:1:f6158e21ae45303e:fc631dd31b187d7c71c639e31bbb12b598fe8fd1e795248579b9fa1bf2c2c020dd4d6ed831057a86b249ab1e86933588e9764d66ed2d9d641f1741c32f8cf286','00f2','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:users:activity!group=matrix','["users:activity!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,228,'sha512:1:9a31d6ee4c93357f:16801ff3720ce52e2f6e2f524e608f9456be54174db56e55e414aa54b5f66657f65cfef3c2994525cc127b23ba4a6ce4dd1c232faf334b850954aa71c1b5eefb','aa88','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:users:activity!user=bob','["users:activity!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,229,'sha512:1:93a3bdd197a61da5:1e5ca7cd1045b81052a2278ab54341d2d0a0039a194275af99072d27c64693a5cbf17b4ccc5875d36caf972e875b824087e9e07576e7828bb64f14a9e293f4db','6625','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:users:activity!user=cyd','["users:activity!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,230,'sha512:1:e2c927ea4f4aabea:604d42b2502ab0246379bdeb002f3b5a8fe4f3817f2ee010c161a1ff5418b3e53d157dda8156226150e63d801e0bee500f0711240873003ece293891c211f20a','313f','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:users:activity!user=dora','["users:activity!user=dora"]');
INSERT INTO "api_tokens" VALUES(2,NULL,231,'sha512:1:99c76aa48a09b0b0:7e02e5856a90c4c2204bb3e47830ef46ff26461fdc48ab54b086050f310c106600ad18fd7579d7a32f7d5bdf3c4823a309b66d3600edfea9f6a87685e379d9c1','2a1f','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:users:activity!user=m4','["users:activity!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,232,'sha512:1:e502ec32cbc6cfa6:1e9bd4473b3330a3e56e69f524d40970718d472b0358c3606d5b28a1032daa0e90ca7a0d1678d72faea984ebbe5801d4afe440ce04f40067b0114e3ea40f7996','4f3f','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:users:shares','["users:shares"]');
INSERT INTO "api_tokens" VALUES(2,NULL,233,'sha512:1:71ff9e404d0532da:6624734c493ebcd5f19534463fbca92b3779b396c3f6f11ad5931cb9edd6114093f55c10059cc9a85193b05981fa27f80ed47ce54118f2d059675b56b381de73','9350','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:users:shares!group=math','["users:shares!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,234,'sha512:1:b2cdbc3c442587d9:0e3eb24bc3df9be9e09010aafe62a3c5dd2d73af593937f886fee8f627ce18167136ead498ab2626dac36ebc9aa2de1814d7ca2a0f4f4cf3b4bc5286a1f80967','aa68','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:users:shares!user=bob','["users:shares!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,235,'sha512:1:2e98a7917903735b:33de2d14a372c0b38fc5f0a96afaaffe37b4f9540cf24b1f6dae653512a52e4fa3025134aa04771681241c39066368afda4d8a8c0b4a82d93ab5c88130367766','02ac','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of root:users:shares!user=cyd','["users:shares!user=cyd"]');
INSERT INTO "api_tokens" VALUES(6,NULL,236,'sha512:1:deea2a5b3a3f3576:d980b945484f5902aa3102c8dd25c73d385a2ab62be099b59e58d85592ebf51e2708a4acbd194cd2e57942755c7d126ae65f6a3c5dd735b24b07e792776cea4c','3b79','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of tim','["inherit"]');
INSERT INTO "api_tokens" VALUES(8,NULL,237,'sha512:1:5a446b01267da72e:f0e546e1d4151bdea37f656640c60ec98c4e877575084be9e3cb0a3deabd289a1286539d870099c10c764311f72e3e918210b6f52decb630987362b5e2563e38','959f','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of zoë','["inherit"]');
INSERT INTO "api_tokens" VALUES(2,NULL,100000,'sha512:1:f42d31484fe27c46:1a0ede67dc9f9b64858e3209ce731949ca53e5c08bb69a765ea07372a9536a37fc5392dac36d567f0fb3681dc27b499c8c7f8341f446e1f13835efb99c88f404','eaac','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,NULL,'[]');
CREATE TABLE group_role_map (
	group_id INTEGER NOT NULL, 
	role_id INTEGER NOT NULL, 
	managed_by_auth BOOLEAN NOT NULL, 
	CONSTRAINT pk_group_role_map PRIMARY KEY (group_id, role_id), 
	CONSTRAINT fk_group_role_map_group_id_groups FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE, 
	CONSTRAINT fk_group_role_map_role_id_roles FOREIGN KEY(role_id) REFERENCES roles (id) ON DELETE CASCADE
);
CREATE TABLE groups (
	id INTEGER NOT NULL, 
	name VARCHAR(255), 
	properties TEXT, 
	CONSTRAINT pk_groups PRIMARY KEY (id), 
	CONSTRAINT uq_groups_name UNIQUE (name)
);
INSERT INTO "groups" VALUES(1,'math','{}');
INSERT INTO "groups" VALUES(2,'bio lab','{}');
INSERT INTO "groups" VALUES(3,'tutors','{}');
INSERT INTO "groups" VALUES(4,'größe','{}');
INSERT INTO "groups" VALUES(5,'empty','{}');
INSERT INTO "groups" VALUES(6,'matrix','{}');
INSERT INTO "groups" VALUES(7,'mg0','{}');
INSERT INTO "groups" VALUES(8,'mg1','{}');
INSERT INTO "groups" VALUES(9,'mg2','{}');
INSERT INTO "groups" VALUES(10,'mg3','{}');
INSERT INTO "groups" VALUES(11,'mg4','{}');
INSERT INTO "groups" VALUES(12,'mg5','{}');
INSERT INTO "groups" VALUES(13,'mg6','{}');
INSERT INTO "groups" VALUES(14,'mg7','{}');
CREATE TABLE oauth_clients (
	id INTEGER NOT NULL, 
	identifier VARCHAR(255), 
	description VARCHAR(1023), 
	secret VARCHAR(255), 
	redirect_uri VARCHAR(1023), 
	allowed_scopes TEXT, 
	CONSTRAINT pk_oauth_clients PRIMARY KEY (id), 
	CONSTRAINT uq_oauth_clients_identifier UNIQUE (identifier)
);
INSERT INTO "oauth_clients" VALUES(1,'jupyterhub','JupyterHub','','','[]');
CREATE TABLE oauth_codes (
	id INTEGER NOT NULL, 
	client_id VARCHAR(255), 
	code VARCHAR(36), 
	expires_at INTEGER, 
	redirect_uri VARCHAR(1023), 
	session_id VARCHAR(255), 
	user_id INTEGER, 
	scopes TEXT, 
	code_challenge VARCHAR(255), 
	code_challenge_method VARCHAR(64), 
	CONSTRAINT pk_oauth_codes PRIMARY KEY (id), 
	CONSTRAINT fk_oauth_codes_client_id_oauth_clients FOREIGN KEY(client_id) REFERENCES oauth_clients (identifier) ON DELETE CASCADE, 
	CONSTRAINT fk_oauth_codes_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE TABLE roles (
	id INTEGER NOT NULL, 
	name VARCHAR(255), 
	description VARCHAR(1023), 
	scopes TEXT, 
	managed_by_auth BOOLEAN NOT NULL, 
	CONSTRAINT pk_roles PRIMARY KEY (id), 
	CONSTRAINT uq_roles_name UNIQUE (name)
);
INSERT INTO "roles" VALUES(1,'user','Standard user privileges','["self"]',0);
INSERT INTO "roles" VALUES(2,'admin','Elevated privileges (can do anything)','["admin-ui", "admin:users", "admin:servers", "admin:services", "tokens", "admin:groups", "list:services", "read:services", "read:hub", "proxy", "shutdown", "access:services", "access:servers", "read:roles", "read:metrics", "shares"]',0);
INSERT INTO "roles" VALUES(3,'server','Post activity only','["users:activity!user", "access:servers!server"]',0);
INSERT INTO "roles" VALUES(4,'token','Token with same permissions as its owner','["inherit"]',0);
CREATE TABLE servers (
	id INTEGER NOT NULL, 
	proto VARCHAR(15), 
	ip VARCHAR(255), 
	port INTEGER, 
	base_url VARCHAR(255), 
	cookie_name VARCHAR(255), 
	CONSTRAINT pk_servers PRIMARY KEY (id)
);
CREATE TABLE service_role_map (
	service_id INTEGER NOT NULL, 
	role_id INTEGER NOT NULL, 
	managed_by_auth BOOLEAN NOT NULL, 
	CONSTRAINT pk_service_role_map PRIMARY KEY (service_id, role_id), 
	CONSTRAINT fk_service_role_map_service_id_services FOREIGN KEY(service_id) REFERENCES services (id) ON DELETE CASCADE, 
	CONSTRAINT fk_service_role_map_role_id_roles FOREIGN KEY(role_id) REFERENCES roles (id) ON DELETE CASCADE
);
CREATE TABLE services (
	id INTEGER NOT NULL, 
	name VARCHAR(255), 
	admin BOOLEAN, 
	url VARCHAR(2047), 
	oauth_client_allowed_scopes TEXT, 
	info TEXT, 
	display BOOLEAN, 
	oauth_no_confirm BOOLEAN, 
	command TEXT, 
	cwd VARCHAR(4095), 
	environment TEXT, 
	user VARCHAR(255), 
	timeout INTEGER NOT NULL, 
	from_config BOOLEAN, 
	_server_id INTEGER, 
	pid INTEGER, 
	oauth_client_id VARCHAR(255), 
	CONSTRAINT pk_services PRIMARY KEY (id), 
	CONSTRAINT uq_services_name UNIQUE (name), 
	CONSTRAINT fk_services__server_id_servers FOREIGN KEY(_server_id) REFERENCES servers (id) ON DELETE SET NULL, 
	CONSTRAINT fk_services_oauth_client_id_oauth_clients FOREIGN KEY(oauth_client_id) REFERENCES oauth_clients (identifier) ON DELETE SET NULL
);
CREATE TABLE share_codes (
	hashed VARCHAR(255), 
	prefix VARCHAR(16), 
	exchange_count INTEGER, 
	last_exchanged_at DATETIME, 
	id INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	scopes TEXT, 
	expires_at DATETIME, 
	owner_id INTEGER, 
	spawner_id INTEGER, 
	CONSTRAINT pk_share_codes PRIMARY KEY (id), 
	CONSTRAINT uq_share_codes_hashed UNIQUE (hashed), 
	CONSTRAINT fk_share_codes_owner_id_users FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE CASCADE, 
	CONSTRAINT fk_share_codes_spawner_id_spawners FOREIGN KEY(spawner_id) REFERENCES spawners (id) ON DELETE CASCADE
);
INSERT INTO "share_codes" VALUES('sha512:1:071b8f638060c180:d783e5eb5703a538dcdd6d3e965eda0c33d2238183a67346ff5a109af5c0a9feaf8b44f252d0ada24171d44c468f6db88fb540a72d873e89d26276191f216170','b27e',0,NULL,1,'2019-05-17 09:30:15.250000','["access:servers!server=bob/lab"]','2190-05-17 09:30:15.250000',3,1);
INSERT INTO "share_codes" VALUES('sha512:1:8e6ea9b39a0ba6f8:61b2c5dc4d0746612e9d079bb699830e1c31154a49b239a38d7150ac52e6504b1b55e8b562a8fc1653f2b27b2e2395490f07ca28dc1b8e5c2a162857442c21e5','7542',0,NULL,2,'2019-05-17 09:30:15.250000','["access:servers!server=m0/lab"]','2190-05-17 09:30:15.250000',11,5);
INSERT INTO "share_codes" VALUES('sha512:1:083e86192aeaecc0:d8f70307fcb291619a4d39e2e551b1afb7580774ad2a4309f1aa179ece15c68608f040a46a3a271dcfa84992916a2293062faefbacfbf47e794145e0e8ccd374','1e51',0,NULL,3,'2019-05-17 09:30:15.250000','["access:servers!server=m1/lab"]','2190-05-17 09:30:15.250000',12,6);
INSERT INTO "share_codes" VALUES('sha512:1:cd711f17d64b2a7a:42af21677e03450364b10d204399cbfe845e6f388572a697e5fe6b0ece875d9d7ee31ade39ef41c81564ee47ee29233f6b597b7e4d14ae86ac858e4422688ec7','5256',0,NULL,4,'2019-05-17 09:30:15.250000','["access:servers!server=m2/lab"]','2190-05-17 09:30:15.250000',13,7);
INSERT INTO "share_codes" VALUES('sha512:1:0d96c505dd6ea1e1:1e16c8044634456b0f2fc82c8f6ab872e239b2626d6355fd56fa316d5e3de057cbcc46266f5ec52440ec6cefbd8025a4695dbbcab10f08e8f7a944c61abc4a90','8c47',0,NULL,5,'2019-05-17 09:30:15.250000','["access:servers!server=m3/lab"]','2190-05-17 09:30:15.250000',14,8);
INSERT INTO "share_codes" VALUES('sha512:1:661f87fae27e924c:3c86a4334151156cf582861fdc5a913388ddfd7d3fd8f08e131b9fcd48b67b59abbaf639ed04e91a5154b53099b3cfa2d97c8f977e8551a06afec4431488f54e','e332',0,NULL,6,'2019-05-17 09:30:15.250000','["access:servers!server=m4/lab"]','2190-05-17 09:30:15.250000',15,9);
INSERT INTO "share_codes" VALUES('sha512:1:faae3a58213048af:b6c5cb7cae76038948387adbc85a6ba003c2a29363e095907e51dd39b2cfa4e0d590d53d056208d15b7097190aead56038f2d464ea4c9dc71e73086beffb7043','7858',0,NULL,7,'2019-05-17 09:30:15.250000','["access:servers!server=m5/lab"]','2190-05-17 09:30:15.250000',16,10);
INSERT INTO "share_codes" VALUES('sha512:1:e8846e170a87a4d3:97b3b6194e23847d7ede5075d3ecdfb20b4c33e76b36a288dc52ac3845314f7e58bb63c2cb777189b42b28d80ec77c4ada0df680f0afeeee60c26e089951b860','3add',0,NULL,8,'2019-05-17 09:30:15.250000','["access:servers!server=m6/lab"]','2190-05-17 09:30:15.250000',17,11);
INSERT INTO "share_codes" VALUES('sha512:1:97f372359b1f39f2:ac5c4484fafa6a6d7d8668d10fcaab20efb1988f8d2987d41a3d3a287840bc2b154deed55014659bef03845ef22882af28bb6671a16bb4b6e2ef4f734d5975b4','d740',0,NULL,9,'2019-05-17 09:30:15.250000','["access:servers!server=m7/lab"]','2190-05-17 09:30:15.250000',18,12);
INSERT INTO "share_codes" VALUES('sha512:1:cf16824c96835d9b:1581adafd0cedb019b59ed4a13e30ab4b60002cd30195fe126d1f72218f4ab69b8028c9fc2ffe009125e27ac656fc489d2785e058c06031a88f4df3efe337838','3938',0,NULL,100000,'2019-05-17 09:30:15.250000','[]','2190-05-17 09:30:15.250000',8,4);
CREATE TABLE shares (
	user_id INTEGER, 
	group_id INTEGER, 
	id INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	scopes TEXT, 
	expires_at DATETIME, 
	owner_id INTEGER, 
	spawner_id INTEGER, 
	CONSTRAINT pk_shares PRIMARY KEY (id), 
	CONSTRAINT fk_shares_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
	CONSTRAINT fk_shares_group_id_groups FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE, 
	CONSTRAINT fk_shares_owner_id_users FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE CASCADE, 
	CONSTRAINT fk_shares_spawner_id_spawners FOREIGN KEY(spawner_id) REFERENCES spawners (id) ON DELETE CASCADE
);
INSERT INTO "shares" VALUES(4,NULL,1,'2019-05-17 09:30:15.250000','["access:servers!server=bob/lab"]',NULL,3,1);
INSERT INTO "shares" VALUES(NULL,2,2,'2019-05-17 09:30:15.250000','["access:servers!server=bob/lab", "read:servers!server=bob/lab"]',NULL,3,1);
INSERT INTO "shares" VALUES(NULL,1,3,'2019-05-17 09:30:15.250000','["access:servers!server=cyd/lab"]',NULL,4,2);
INSERT INTO "shares" VALUES(3,NULL,4,'2019-05-17 09:30:15.250000','["access:servers!server=m0/lab"]',NULL,11,5);
INSERT INTO "shares" VALUES(3,NULL,5,'2019-05-17 09:30:15.250000','["access:servers!server=m1/lab"]',NULL,12,6);
INSERT INTO "shares" VALUES(3,NULL,6,'2019-05-17 09:30:15.250000','["access:servers!server=m2/lab"]',NULL,13,7);
INSERT INTO "shares" VALUES(3,NULL,7,'2019-05-17 09:30:15.250000','["access:servers!server=m3/lab"]',NULL,14,8);
INSERT INTO "shares" VALUES(3,NULL,8,'2019-05-17 09:30:15.250000','["access:servers!server=m4/lab"]',NULL,15,9);
INSERT INTO "shares" VALUES(3,NULL,9,'2019-05-17 09:30:15.250000','["access:servers!server=m5/lab"]',NULL,16,10);
INSERT INTO "shares" VALUES(3,NULL,10,'2019-05-17 09:30:15.250000','["access:servers!server=m6/lab"]',NULL,17,11);
INSERT INTO "shares" VALUES(3,NULL,11,'2019-05-17 09:30:15.250000','["access:servers!server=m7/lab"]',NULL,18,12);
INSERT INTO "shares" VALUES(NULL,6,12,'2019-05-17 09:30:15.250000','["access:servers!server=cyd/lab"]',NULL,4,2);
INSERT INTO "shares" VALUES(NULL,7,13,'2019-05-17 09:30:15.250000','["access:servers!server=cyd/lab"]',NULL,4,2);
INSERT INTO "shares" VALUES(NULL,8,14,'2019-05-17 09:30:15.250000','["access:servers!server=cyd/lab"]',NULL,4,2);
INSERT INTO "shares" VALUES(NULL,9,15,'2019-05-17 09:30:15.250000','["access:servers!server=cyd/lab"]',NULL,4,2);
INSERT INTO "shares" VALUES(NULL,10,16,'2019-05-17 09:30:15.250000','["access:servers!server=cyd/lab"]',NULL,4,2);
INSERT INTO "shares" VALUES(NULL,11,17,'2019-05-17 09:30:15.250000','["access:servers!server=cyd/lab"]',NULL,4,2);
INSERT INTO "shares" VALUES(NULL,12,18,'2019-05-17 09:30:15.250000','["access:servers!server=cyd/lab"]',NULL,4,2);
INSERT INTO "shares" VALUES(NULL,13,19,'2019-05-17 09:30:15.250000','["access:servers!server=cyd/lab"]',NULL,4,2);
INSERT INTO "shares" VALUES(NULL,14,20,'2019-05-17 09:30:15.250000','["access:servers!server=cyd/lab"]',NULL,4,2);
CREATE TABLE spawners (
	id INTEGER NOT NULL, 
	user_id INTEGER, 
	server_id INTEGER, 
	state TEXT, 
	name VARCHAR(255), 
	display_name VARCHAR(255), 
	started DATETIME, 
	last_activity DATETIME, 
	user_options TEXT, 
	oauth_client_id VARCHAR(255), 
	CONSTRAINT pk_spawners PRIMARY KEY (id), 
	CONSTRAINT fk_spawners_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
	CONSTRAINT fk_spawners_server_id_servers FOREIGN KEY(server_id) REFERENCES servers (id) ON DELETE SET NULL, 
	CONSTRAINT fk_spawners_oauth_client_id_oauth_clients FOREIGN KEY(oauth_client_id) REFERENCES oauth_clients (identifier) ON DELETE SET NULL
);
INSERT INTO "spawners" VALUES(1,3,NULL,'{}','lab','lab',NULL,NULL,'{"fake": "", "image": "r"}',NULL);
INSERT INTO "spawners" VALUES(2,4,NULL,'{}','lab','lab',NULL,NULL,NULL,NULL);
INSERT INTO "spawners" VALUES(3,4,NULL,'{}','a b',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "spawners" VALUES(4,8,NULL,'{}','größe',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "spawners" VALUES(5,11,NULL,'{}','lab','lab',NULL,NULL,NULL,NULL);
INSERT INTO "spawners" VALUES(6,12,NULL,'{}','lab','lab',NULL,NULL,NULL,NULL);
INSERT INTO "spawners" VALUES(7,13,NULL,'{}','lab','lab',NULL,NULL,NULL,NULL);
INSERT INTO "spawners" VALUES(8,14,NULL,'{}','lab','lab',NULL,NULL,NULL,NULL);
INSERT INTO "spawners" VALUES(9,15,NULL,'{}','lab','lab',NULL,NULL,NULL,NULL);
INSERT INTO "spawners" VALUES(10,16,NULL,'{}','lab','lab',NULL,NULL,NULL,NULL);
INSERT INTO "spawners" VALUES(11,17,NULL,'{}','lab','lab',NULL,NULL,NULL,NULL);
INSERT INTO "spawners" VALUES(12,18,NULL,'{}','lab','lab',NULL,NULL,NULL,NULL);
CREATE TABLE user_group_map (
	user_id INTEGER NOT NULL, 
	group_id INTEGER NOT NULL, 
	CONSTRAINT pk_user_group_map PRIMARY KEY (user_id, group_id), 
	CONSTRAINT fk_user_group_map_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
	CONSTRAINT fk_user_group_map_group_id_groups FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE
);
INSERT INTO "user_group_map" VALUES(3,1);
INSERT INTO "user_group_map" VALUES(4,2);
INSERT INTO "user_group_map" VALUES(6,3);
INSERT INTO "user_group_map" VALUES(8,4);
INSERT INTO "user_group_map" VALUES(11,6);
INSERT INTO "user_group_map" VALUES(12,6);
INSERT INTO "user_group_map" VALUES(13,6);
INSERT INTO "user_group_map" VALUES(14,6);
INSERT INTO "user_group_map" VALUES(15,6);
INSERT INTO "user_group_map" VALUES(16,6);
INSERT INTO "user_group_map" VALUES(17,6);
INSERT INTO "user_group_map" VALUES(18,6);
CREATE TABLE user_role_map (
	user_id INTEGER NOT NULL, 
	role_id INTEGER NOT NULL, 
	managed_by_auth BOOLEAN NOT NULL, 
	CONSTRAINT pk_user_role_map PRIMARY KEY (user_id, role_id), 
	CONSTRAINT fk_user_role_map_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
	CONSTRAINT fk_user_role_map_role_id_roles FOREIGN KEY(role_id) REFERENCES roles (id) ON DELETE CASCADE
);
INSERT INTO "user_role_map" VALUES(1,2,0);
INSERT INTO "user_role_map" VALUES(1,1,0);
INSERT INTO "user_role_map" VALUES(2,2,0);
INSERT INTO "user_role_map" VALUES(2,1,0);
INSERT INTO "user_role_map" VALUES(3,1,0);
INSERT INTO "user_role_map" VALUES(4,1,0);
INSERT INTO "user_role_map" VALUES(5,1,0);
INSERT INTO "user_role_map" VALUES(6,1,0);
INSERT INTO "user_role_map" VALUES(7,1,0);
INSERT INTO "user_role_map" VALUES(8,1,0);
INSERT INTO "user_role_map" VALUES(9,1,0);
INSERT INTO "user_role_map" VALUES(10,1,0);
INSERT INTO "user_role_map" VALUES(11,1,0);
INSERT INTO "user_role_map" VALUES(12,1,0);
INSERT INTO "user_role_map" VALUES(13,1,0);
INSERT INTO "user_role_map" VALUES(14,1,0);
INSERT INTO "user_role_map" VALUES(15,1,0);
INSERT INTO "user_role_map" VALUES(16,1,0);
INSERT INTO "user_role_map" VALUES(17,1,0);
INSERT INTO "user_role_map" VALUES(18,1,0);
CREATE TABLE users (
	id INTEGER NOT NULL, 
	name VARCHAR(255), 
	user_info TEXT, 
	admin BOOLEAN, 
	created DATETIME, 
	last_activity DATETIME, 
	cookie_id VARCHAR(255) NOT NULL, 
	state TEXT, 
	encrypted_auth_state BLOB, 
	CONSTRAINT pk_users PRIMARY KEY (id), 
	CONSTRAINT uq_users_name UNIQUE (name), 
	CONSTRAINT uq_users_cookie_id UNIQUE (cookie_id)
);
INSERT INTO "users" VALUES(1,'ada',NULL,1,'2019-05-17 09:30:15.250000',NULL,'1ed293a031b6d26eda902fdc13d3bc9d',NULL,NULL);
INSERT INTO "users" VALUES(2,'root',NULL,1,'2019-05-18 09:30:15.250000','2019-05-16 09:30:15.250000','e97dfa5b81d544da264aac84765aae22',NULL,NULL);
INSERT INTO "users" VALUES(3,'bob',NULL,0,'2019-05-19 09:30:15.250000','2019-05-15 09:30:15.250000','f97c357c6b8ace69fec88ad03ede659b',NULL,NULL);
INSERT INTO "users" VALUES(4,'cyd',NULL,0,'2019-05-20 09:30:15.250000',NULL,'dbd4b7b1013b2f511af76e3f42f4baaf',NULL,NULL);
INSERT INTO "users" VALUES(5,'dep',NULL,0,'2019-05-21 09:30:15.250000','2019-05-13 09:30:15.250000','4055abe53c6ff0ef938178fd4c0e28bb',NULL,NULL);
INSERT INTO "users" VALUES(6,'tim',NULL,0,'2019-05-22 09:30:15.250000','2019-05-12 09:30:15.250000','4e80f5dca377efa242f66b3b72b4b856',NULL,NULL);
INSERT INTO "users" VALUES(7,'dora',NULL,0,'2019-05-23 09:30:15.250000',NULL,'723a79c7a7217b7f3c17d02f4bfb80fc',NULL,NULL);
INSERT INTO "users" VALUES(8,'zoë',NULL,0,'2019-05-24 09:30:15.250000','2019-05-10 09:30:15.250000','422617b666c2b54e43115982be6ca82e',NULL,NULL);
INSERT INTO "users" VALUES(9,'o''brien x',NULL,0,'2019-05-25 09:30:15.250000','2019-05-09 09:30:15.250000','5e475f6c248b42b0f854bdb0cf971f2a',NULL,NULL);
INSERT INTO "users" VALUES(10,'a.b@c.d',NULL,0,'2019-05-26 09:30:15.250000',NULL,'36f9caa386aea379246e3151925c414d',NULL,NULL);
INSERT INTO "users" VALUES(11,'m0',NULL,0,'2019-05-27 09:30:15.250000','2019-05-07 09:30:15.250000','dc0d18024461dd066b9e17e40d93148a',NULL,NULL);
INSERT INTO "users" VALUES(12,'m1',NULL,0,'2019-05-28 09:30:15.250000','2019-05-06 09:30:15.250000','d4068c0cc5f0edb61cb372686cef0faa',NULL,NULL);
INSERT INTO "users" VALUES(13,'m2',NULL,0,'2019-05-29 09:30:15.250000',NULL,'8cde220d25b1092ee7e419378b3f644f',NULL,NULL);
INSERT INTO "users" VALUES(14,'m3',NULL,0,'2019-05-30 09:30:15.250000','2019-05-04 09:30:15.250000','18953734f474b0b8af0ae68ab675702b',NULL,NULL);
INSERT INTO "users" VALUES(15,'m4',NULL,0,'2019-05-31 09:30:15.250000','2019-05-03 09:30:15.250000','96db561e411fafdff466c8b96528a44d',NULL,NULL);
INSERT INTO "users" VALUES(16,'m5',NULL,0,'2019-06-01 09:30:15.250000',NULL,'6dbe33f8a8a168d56838f7cd15b5643b',NULL,NULL);
INSERT INTO "users" VALUES(17,'m6',NULL,0,'2019-06-02 09:30:15.250000','2019-05-01 09:30:15.250000','6a3616627ce5140e77c8067299de141c',NULL,NULL);
INSERT INTO "users" VALUES(18,'m7',NULL,0,'2019-06-03 09:30:15.250000','2019-04-30 09:30:15.250000','2856d8d6c645fa7ade0eb45f4decee77',NULL,NULL);
CREATE INDEX ix_share_codes_prefix ON share_codes (prefix);
CREATE INDEX ix_api_tokens_prefix ON api_tokens (prefix);
COMMIT;
