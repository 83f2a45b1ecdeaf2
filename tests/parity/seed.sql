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
INSERT INTO "api_tokens" VALUES(6,NULL,19,'sha512:1:deea2a5b3a3f3576:d980b945484f5902aa3102c8dd25c73d385a2ab62be099b59e58d85592ebf51e2708a4acbd194cd2e57942755c7d126ae65f6a3c5dd735b24b07e792776cea4c','3b79','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of tim','["inherit"]');
INSERT INTO "api_tokens" VALUES(2,NULL,20,'sha512:1:be8a76235a922847:26c67c5ff9aba0942b39f86c3575d4842d9485edd9bf5282572771983179f908ef7e551cb14d67a25bd8651549ab09e796a20b5ab7a7edc29e3ef3970bed4096','2e46','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:access:servers','["access:servers"]');
INSERT INTO "api_tokens" VALUES(2,NULL,21,'sha512:1:08507849a4af3625:7b06a1892885d95e2e5ace5420a141c0f8c733ae48577e470c170ef42435d5b515164a3d9d23f8bedcb3f8f744ce881e4bd8c363d92eb03d56b8285a87cb2c7d','311d','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:admin:auth_state','["admin:auth_state"]');
INSERT INTO "api_tokens" VALUES(2,NULL,22,'sha512:1:91d9270959c12915:7586e7d280b9659761443076a57fb52207ca7d6c798b314d8429f1d3d3502680ab66f83800131a337b8c71e009adb74a2db479be245984e1848af557bba32011','98db','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:admin:groups','["admin:groups"]');
INSERT INTO "api_tokens" VALUES(2,NULL,23,'sha512:1:2935e42b4cb0eedf:3cd5a2d2e5e38959784f98a4b851fa9ea26e739366059e78544b36c9e555f0f021528bb650a5268450e722135abd32ad2767a140cbdbd03aa74f22013ddab82a','0fb5','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:admin:groups!group=math','["admin:groups!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,24,'sha512:1:09db4ae17304e4d0:f339c3be8e32191e49266bcc544e48901b21d69280e42b4937503244462590fb4ec2e3f848263c68aaebb8ca31c42bfdd8c5b5e8fc4f0f72024cc7246228d50b','10b6','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:admin:groups!group=mg4','["admin:groups!group=mg4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,25,'sha512:1:a13287ea5591dc84:320940e70f23128b65a191276f25ed035dc09ed6c957a7fae32c4d4ccb30e8c7b246dd09cb111a0f122e7620e01eef750e58e4d9759a00438db308a3a0405f33','9a2a','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:admin:groups!group=own','["admin:groups!group=own"]');
INSERT INTO "api_tokens" VALUES(2,NULL,26,'sha512:1:7a25e9a0836b8119:40f99828d77f56bbac0321cef6f10822cf8771c440a754692c221652a456fcc754854cb1bb8afd5d15421f503b0332aafdc5f32a30e981a0d9b6b15e2893a43f','51ae','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:admin:server_state read:servers','["admin:server_state", "read:servers"]');
INSERT INTO "api_tokens" VALUES(2,NULL,27,'sha512:1:e2970778321a0514:b0ef508d47b0f130f1a4dc06468f5ca53d3c43b48d19b1e6df3a859beb6c203008222cf584b36f678542d6efbd73ae41493e947433d6f65e8920efbf65922fd6','ea25','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:admin:servers','["admin:servers"]');
INSERT INTO "api_tokens" VALUES(2,NULL,28,'sha512:1:12e56976206f76fc:842b57522aaefce08e8264b51dded1ede1d0193cfe654888d86859f69a015fd48d83d9fd9b3b2c00a0c7f9d66dc5055b1ed4f2e63d5cdef6ceee0a4440e4309d','c18f','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:admin:services','["admin:services"]');
INSERT INTO "api_tokens" VALUES(2,NULL,29,'sha512:1:524765d77d41ea4c:683557e1230c7c3208924f28cff3e7839da82c5af9ec61ce3fad0de61e0bd91465881223d12eeac2dbf192c0a48b1b1c61077ab23c2c32d3164808c5f1e3ee76','44a6','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:admin:services!service=board','["admin:services!service=board"]');
INSERT INTO "api_tokens" VALUES(2,NULL,30,'sha512:1:7bef0dedd09f552a:75e11bb5bb0512b0e52ec06f2abb6e2dc7b695f7ac2f778ed41622bea8f76c072dc0ed69a40d8029f6b10b12a54d9559b7deac204570e4b1859579ac96033a52','6ffe','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:admin:services!service=grader','["admin:services!service=grader"]');
INSERT INTO "api_tokens" VALUES(2,NULL,31,'sha512:1:9e2e153a8d254936:69aaa8924650c36bea50a56eba281cf685fb6c9cc5a16d6ba4f9ff391ad6ac9adb5ca4f5647999cd5b7bc46383ddfc79a0fdca845198c6eff6a7997468e0e4fd','d4e0','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:admin:services!service=new2','["admin:services!service=new2"]');
INSERT INTO "api_tokens" VALUES(2,NULL,32,'sha512:1:16e7cda36ffd140f:6244f46f3d71a7b156e48d5bf306ca6acb32241790212bb982f79b1ffde1531b2f021a362d3a71637f46303df97c1c8db9d5cac05b04f137cb5eace528f381c3','2e5d','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:admin:services!service=own','["admin:services!service=own"]');
INSERT INTO "api_tokens" VALUES(2,NULL,33,'sha512:1:ba2f0e92d723c239:85711ad4addb5670b782b0fcdc059e9f6b844ad96a9244d5fe3836fade6870b8da152e436627e2a5f51deb9a0ce79acedf91b7577f759b5d3644f262fd6c7068','c658','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:admin:users','["admin:users"]');
INSERT INTO "api_tokens" VALUES(2,NULL,34,'sha512:1:a905a55ea3bdb004:032a8d0e65e9edc284f810a177cc258c4f8debffb558a477d3b436b195f5369d56c797787ca0801c139a97935f6949aec3bb266d002f2028fb201bd523a54c95','5f41','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:admin:users!group=math','["admin:users!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,35,'sha512:1:376236b9cad36e98:40d437358429fc6e18486bdc1a2283c33f4e37e3175a1b7d6462d98c601cdc0901100b6b85a9c5433d1ea16f177875904aca8101ca0251b74fe1ea0b620aadc0','7e68','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:admin:users!group=matrix','["admin:users!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,36,'sha512:1:13539d4c283b1e1d:4a32dc7c5e164a72b9638bbb1062bb26ea18169c9c1d6a063882f5b89cf75e8641d54a9ce849536d9c4ca8864f86321e32c6cd473fb50fffe0e95d2bbf3309fb','4638','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:admin:users!user=bob','["admin:users!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,37,'sha512:1:015905db1e4bf43a:4805d9c5e6fd84c73218aa8dd543b85b7c93652d3d5e825d57b6aeea9e42d1bcacedc3bda9ca957a42e85cffcdf4c50d158b86699fc98d1e8cbf8c26946f5b19','38a0','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:admin:users!user=cyd','["admin:users!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,38,'sha512:1:811b0164c5e25ca2:c302244b99a721957412eb9333b862ad059016af5cb6d3b0fa642a92aef7eae2053676fd72069e33206024d8f3afec99055b83ee98ec1e314e7872c49a7b9b76','a7a5','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:admin:users!user=m4','["admin:users!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,39,'sha512:1:20b48abc784435ab:7cbcbba2913357d9a8c31a186109dcf7b8e215475bb8f7ad79ec7e305d71ff3955f27d50868113205b28a89c3eeaee88a57eb03028dd311da7fd1090bf4df38e','944c','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:admin:users!user=ownself','["admin:users!user=ownself"]');
INSERT INTO "api_tokens" VALUES(2,NULL,40,'sha512:1:263b1352caceae66:6a0363f3b82570d30b00cb87fef74df683418a2c37fa2efdd7ce2159cbe673f9401ef6f0b4fa545cd9a2e31ae583a6100c5e6b8a3cbcc29558a0a3b386fbdff0','f915','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:admin:users!user=renamed','["admin:users!user=renamed"]');
INSERT INTO "api_tokens" VALUES(2,NULL,41,'sha512:1:8605a8a197cbf9e5:1709bc4e7025cd25c717e2369cb0f8dcf68b0af82211208f11da50d7a5fb11011d31d5c8a174a0e3c1b4ac5f0f5c90cbe488deb9c803731517710af39fd2d3ed','1a59','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:delete:groups','["delete:groups"]');
INSERT INTO "api_tokens" VALUES(2,NULL,42,'sha512:1:d8f997f98ce9085a:a7149e7323a06f9d62d9c6dea70f3be821e6c32a8c6bb6a988817108717bba8ffb0a6c8c71f1575c04c1e2a9967ebed4fa8e70352affdd91b596ea3fc7dc46d8','4d10','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:delete:groups!group=math','["delete:groups!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,43,'sha512:1:b49b9868da31c2f6:59872b4198c362cddc0d644a1211fb08a214aeb2a0a4408b22d4d23160e5024fd77d2f3eaed4b87c6786f3d5a2759eb007d513144f73295c8839f7e28f270b95','ac04','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:delete:groups!group=mg4','["delete:groups!group=mg4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,44,'sha512:1:9458d506fb0719e0:0b9157fc6674d1c72100f8237366903bcaa3a4be582718c2f4168ed3faee40a9b0d0f13985f106007c4dd6cfe7021a41f766250fc72e72cca4240befa16924fe','d2ef','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:delete:groups!group=new1','["delete:groups!group=new1"]');
INSERT INTO "api_tokens" VALUES(2,NULL,45,'sha512:1:b28e33952439a08a:27e5d860a28d63691250616764dd8b5c5c63605aee1d8ce9662a27f2e31c7122d9dd76eb55c3280bd9fa15276ddb4b8613bb8f06dd0c7bb18d585046fa13b67f','1003','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:delete:servers','["delete:servers"]');
INSERT INTO "api_tokens" VALUES(2,NULL,46,'sha512:1:85db9b7592da5845:969738f2a7b5343527d787f6f94e785c9d8df35a864f101fc2ecfab99f44f90519cca7aee2a6e6696d43a02e86eaf1579f459269323384126b99f7f4e1a990bc','a080','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:delete:servers!group=matrix','["delete:servers!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,47,'sha512:1:14576d0e7d64bafa:1fa9f2122336977e6562d9e77645ae6377b5763ce2f35a8d9f793b9c0c244c4d05ad1d6d2454511b5a6170d582297d85d872561d37ec40d680845dc703119b2b','5cf8','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:delete:servers!server=m6/','["delete:servers!server=m6/"]');
INSERT INTO "api_tokens" VALUES(2,NULL,48,'sha512:1:f6e50974e702cbef:24dc55d380419717e34c750a3d1f823ad67f0709a88830c9c4c449fb2d586d022885d3cff76468bc93488a64c7907363a613806f939d33dc8834d2ccb4d10ef7','ff6c','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:delete:servers!server=m6/lab','["delete:servers!server=m6/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,49,'sha512:1:7ef39792d21fc168:f514beabb712c49ccb21d0e1b0cac4f2f8d85500b855c3def0d6ef872b930c2fe7c43921a015c2ddb2bd53261892029303e323396cb8f136176b164344c46866','ff8b','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:delete:servers!user=cyd','["delete:servers!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,50,'sha512:1:e1f3da4f4f107942:2395afab8965d0c34945fde0fa8f8fea57ffb65a516921b384e51d9b77cbec63c1182b14a48357a38761026c660a1065358b0ebf93ba1f9fc631c16afe195378','4f0e','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:delete:servers!user=dora','["delete:servers!user=dora"]');
INSERT INTO "api_tokens" VALUES(2,NULL,51,'sha512:1:150af3a04f14c6f9:435b8904b295a231352cad405338eb63cf9744f7696715fae4f5d3b02d09e04a286bf5c8d473425ad5374106d6b231a8c592de9a3832efa2a939996f12208238','954c','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:delete:servers!user=m4','["delete:servers!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,52,'sha512:1:c79cc38f9c3a949e:732b3ece9a8f86e1feac61acea170574e1e1c8cb2c6b9b1b89956b67d4b4f66f986d42f89d082d10d7a92c458e1f052f1e4a45f42a42d3283781dc95a59b0c78','c895','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:delete:users','["delete:users"]');
INSERT INTO "api_tokens" VALUES(2,NULL,53,'sha512:1:69681932bdb9146f:538ab48293f36d457408c544d71cdd9bba0811b06b89773ab34f8b6a00dc6b032d244047652597dddc227f0b46446bd51d57962424604eac37ca5dba556f17af','8acd','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:delete:users!group=matrix','["delete:users!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,54,'sha512:1:096c3b517a20e514:c48bb684b77111750805222713ac43d96e3a8b9c3acaeb467e1cffb75e315d9e64784d7d5268ddd5afc4a047d2945a5e1679f5045142aaa44dc11968453c3456','b962','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:delete:users!user=bob','["delete:users!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,55,'sha512:1:a320fd1131b38e68:ad6fd9271c4f2af4435e66c933351597e8f18d4d1e17a6b143ec936e28eb68807fdf664e40bc18ecc2728cce55f657d28459295bd8f911ae58a797dcd73880d6','6925','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:delete:users!user=cyd','["delete:users!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,56,'sha512:1:6a96850c1430cd59:499c7e6e568fac615c4b02e26928a3969fb83ee816e0602c44158e4efd445eac028a237fcfa67812896f84d4e77828a3eb614d4602190d20eb1b3d834a2ce432','a2d8','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:delete:users!user=m4','["delete:users!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,57,'sha512:1:6a9d13da685c0243:7adae118782cc58d3ff7ce03b0f84065986f794dddd9fc6e7b301b29411727ecbe453667521b73495720f37dd4cc581a11a922fd0480885ab3545bb23f1f66b8','af5c','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:delete:users!user=renamed','["delete:users!user=renamed"]');
INSERT INTO "api_tokens" VALUES(2,NULL,58,'sha512:1:a0e46c750327f630:0d11342ce8f13d8c813c90963569f633b6dda05d8db14f074748b2aac4a243aac51df55e8e63efe6e0b828813f3f17f53e21507e5f851c5bcf3fb6987bc79f21','aa86','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:groups','["groups"]');
INSERT INTO "api_tokens" VALUES(2,NULL,59,'sha512:1:b3a93aedbcdb9a98:3321a9fc6abc4d6e7aa42bbb3151749d933c8d262a6bd9068a1aa68156767146d81d959444538e67c723c9a1b2775e6e095f882bd2783b6340fa2ce66f8ac06b','cfdb','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:groups!group=empty','["groups!group=empty"]');
INSERT INTO "api_tokens" VALUES(2,NULL,60,'sha512:1:cc62ef2fc6afb39e:012a7def9bd8a9a9895a744df3ff946f49e33e8e569d470f3898017a817cbded80e0444ffedaab8b2cdcc4e79bdcde4904ae90a525f416d8070d61f3cd202fa6','1d18','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:groups!group=math','["groups!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,61,'sha512:1:669281709b8d65a6:4ad844b57ad0a178645344106f559d3b60ebd5a8ec14db8e369e0c95ea12e111a4ca2159c6df845637ca2ce3c3c5905b0b3da8f126886548ab0ab25aaece92a5','3faf','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:groups!group=mg4','["groups!group=mg4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,62,'sha512:1:94d8029ca0339a8f:6d09d75fe7351b4a22c2d29f8490f29e8250438fa3347e007536906a2cb6b5ac9c268894b65cf928c7258fe37d7c37355580611f8b1ddcfaa8e357665b84dd25','ce70','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:groups:shares','["groups:shares"]');
INSERT INTO "api_tokens" VALUES(2,NULL,63,'sha512:1:d22cfc6d116cba8a:3c3014b0654e32be82aa8aa10ad7df7b19993ccaca4baa0d2ceddb2d11e2f7569a6d2bb1209f48a8897cd90124f1d5b53d97cc2707ff6d346cfb16eeb3495d5e','3d40','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:groups:shares!group=math','["groups:shares!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,64,'sha512:1:67a5ed32b9542fd1:1ff2a873b87fea5e3352614db65a02f43ec64d581c30585ea69aca6a87d16cd8df6e821a478f8b1a18284b6d0eb3d996422a3f1861a693bc03eb64c410d17650','dfbd','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:groups:shares!group=mg4','["groups:shares!group=mg4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,65,'sha512:1:877d2a45a66d80ec:b77da5d45bd1c9ae4850f0aa3bc7bd9b6cbc6ac18c56db159819e64da3d22e3e4b6d2209c14a1aa1f421ea5c85495d3f7b61e5cf2e073b6f54a6beb073471679','a865','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:groups','["list:groups"]');
INSERT INTO "api_tokens" VALUES(2,NULL,66,'sha512:1:f1c3a460521b8c7c:df24947b0eee1a82d6aa8b42b8829747629c88d018cb9fbe2358a2d70142f102ad92e41449f658124c6a1c07a81496b5d868ac141c7da6f80d7f43d8bc231e39','c578','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:groups read:groups','["list:groups", "read:groups"]');
INSERT INTO "api_tokens" VALUES(2,NULL,67,'sha512:1:5d939727330155ce:45eaf56c590b155f72e40808034c5c95d30f634358d04265c9a02b51b691a83816ae4eb005468d0dd46c78c7dbfcdd8851143ff6eab2b9bfba09accb293228f5','f20c','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:groups read:groups:name','["list:groups", "read:groups:name"]');
INSERT INTO "api_tokens" VALUES(2,NULL,68,'sha512:1:7b8dbcf6db33eb5a:946da78314aa93582fde6f1ce48b1d75c7049139ade6ff003a9d53f6e0c5a22db77e2faec21da05bb80436b80b21a3ef0de3ad1f746399fe35bb937725fd807e','8839','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:groups read:roles:groups','["list:groups", "read:roles:groups"]');
INSERT INTO "api_tokens" VALUES(2,NULL,69,'sha512:1:bbcaef3d859f53f3:01d1555a9aa1f28caeb29c32f77b720cf5ea471987938229f0037cd1f4b84284282f9a8b70eeb1974e737d93a7f88c3da37f7da13a3ff3244254297b2f69d2e8','c464','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:groups!group=math','["list:groups!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,70,'sha512:1:fd9b4ef3e4020f67:883fb27f4f81b95b77448a2e0e490940991d9a7e57a910b6334050184edf50ac5d143dd571aecd2682aeda7c7f71e1194bbb7135dda5e6078b50d5fb901cef14','efe9','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:groups!group=math read:groups!group=math','["list:groups!group=math", "read:groups!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,71,'sha512:1:b1187c12975608bf:e49e3231dd777dd4cc8be747218cd11d9b4d5f46f9c0fdb2489f3be73e9047e435f9a17217ac167604fa411265394fae320cd267e9785200b4a4b404185e57f2','7d32','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:groups!group=nothing','["list:groups!group=nothing"]');
INSERT INTO "api_tokens" VALUES(2,NULL,72,'sha512:1:14e43ac7d1d6fe69:034b204d05f5e9ad2932bd0ac72b5ba058b1d229a05bea66ff539a6ae78b8f3561e3abb71c1f7e6faa887341fcb93051e524408261da28600d35f98c302493bd','5a23','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:groups!user=bob','["list:groups!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,73,'sha512:1:ca8398cafc98af0e:a4c4e9e76e266b6787a6f3b740006650513105a29a94d9557940917cef3c5ca4e0fba5ce8f7106a348521076fd98d58e8bd8584d16ef8a30befbb608f1437cc8','ec67','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:services','["list:services"]');
INSERT INTO "api_tokens" VALUES(2,NULL,74,'sha512:1:95ee0a862eeb9809:98ba79f15d8bd8be4645daae18a8d643fd136f33dc606dff0c839db2318dd83ea8e4f72d3ea38bf3995051e35b33ed2e3cbdaf124cfe3cbb0c7d849eec0c687b','f167','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:services read:roles:services','["list:services", "read:roles:services"]');
INSERT INTO "api_tokens" VALUES(2,NULL,75,'sha512:1:4b816814c2d22d8b:aee4c8ecbc9969ea58bfdb63a990b7ddbd66d391ec0e4c19b8423e71b4c27c40a57920192f649dbab46ddcf4ead711fcbcf10590edb0d4cfde1cba6f8a886c45','3efd','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:services read:services','["list:services", "read:services"]');
INSERT INTO "api_tokens" VALUES(2,NULL,76,'sha512:1:bca01038bd494687:b1b4e64123ef475292566f4c8b4f38469e4e66c7121de3236a9135f79f1b149faeb7d15e2b00652713b0879675a3ee4f1acbb9b85520caf1de49e005cce46906','c250','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:services read:services:name','["list:services", "read:services:name"]');
INSERT INTO "api_tokens" VALUES(2,NULL,77,'sha512:1:cddabaf15fbd6eee:b43dbfb092c00422a5c57d0703a552015deea94a590282ae8edc9efa5a1ec280289281e3c9c207d402ffe36b457c9910cfb941041c98e1a3506038796c49859e','e4e7','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:services!service=board read:services!service=bo','["list:services!service=board", "read:services!service=board"]');
INSERT INTO "api_tokens" VALUES(2,NULL,78,'sha512:1:38defd61bb4e0734:4a4e71454ad794251a6e59499109b2dfb78ff0db55aedf80a0690a0691e7506b89d37c0f0c35b1fa033ecf777a8673bb5f5f104b2bfe475386ba2997f473dcff','f86a','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:services!user=bob','["list:services!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,79,'sha512:1:05141293eeb958fc:e9f266eaa79a109a1947dd6a6ff942ef1a3304d5875db8b53b3a16e517388746e69d9c19cc620e93361885110f799d39198d7e69e6d09aabc30ded92ed9ffd69','9608','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:users','["list:users"]');
INSERT INTO "api_tokens" VALUES(2,NULL,80,'sha512:1:ed8fb3faf9ceb599:73fd68d575374872757e3eeca20094b5f71470859f15e5fb6bef5f69bdb29fe5066b96f894edfc1a147167d7be94507684f78e7f9f006fb958129e183a577dc7','7f73','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:users admin:auth_state','["list:users", "admin:auth_state"]');
INSERT INTO "api_tokens" VALUES(2,NULL,81,'sha512:1:59613b2c42b628b1:2fd916ff32c82e029deee600099c5d7def1d584bb3ee9e06d8362a7511475f6b3c39f41f96a1575d13cb1324376ba203991831d81ef379ebf09e5b7d24e60878','8f0f','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:users admin:servers admin:server_state','["list:users", "admin:servers", "admin:server_state"]');
INSERT INTO "api_tokens" VALUES(2,NULL,82,'sha512:1:69a8569c7513b869:06038cbe0c96a4396c6076b4fdfcfff8d3373ccf6c9b595714bd34bff3c66bc92074034cfeeb0de19a3ef2fd96984d2d1e354322ddf25019426683713b6ed25b','b2b8','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:users read:roles:users','["list:users", "read:roles:users"]');
INSERT INTO "api_tokens" VALUES(2,NULL,83,'sha512:1:cf181fc4d8f564ba:6c5bd27e8db8ff44fbbc252b63bbb5195135b5b6ebf91159ff6d6de9794e94305973c02902d475b5fe0a75cb27c9a67112a03912c48df864f13b3ffc48a9af27','6bf2','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:users read:servers','["list:users", "read:servers"]');
INSERT INTO "api_tokens" VALUES(2,NULL,84,'sha512:1:78fd5a856626bfbd:d7e4f55785955f69a97fd27d3a656c722ecdc16b4bac159585e2164669fc58338ea47da123697fad058d44177a011a92e9e5227a8c5c18faff5f81584547886d','9390','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:users read:servers!server=bob/lab','["list:users", "read:servers!server=bob/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,85,'sha512:1:cfa230bede7199ed:83c5df580b5d8c97d6fe4186a8aafb366f455b90b46ff56887239c784675813cc7742e4c8d23810b9cc8e7445384cb1e09a8733ff17996375b00e1141e0ab287','4aaa','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:users read:users','["list:users", "read:users"]');
INSERT INTO "api_tokens" VALUES(2,NULL,86,'sha512:1:892125717decad7a:6a729375a8abdb8703b431db93fbab3b3b6d05a4ef023679803eed23ca92992adbe2ddc7a8c257f4b80c77481acc04048e585ea9fb144d68ab6a7145ccccbaad','a510','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:users read:users:activity','["list:users", "read:users:activity"]');
INSERT INTO "api_tokens" VALUES(2,NULL,87,'sha512:1:cd4bf2d071c64bfd:382e3c90d21d6c71c5a739b5a874550b0e9bd9a64ebbdc4adeca718876df13539fc8d0c7cd909376bdaa024399458392b1d0ddf536cc39ef7f7818b863bcc8e2','75a4','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:users read:users:groups','["list:users", "read:users:groups"]');
INSERT INTO "api_tokens" VALUES(2,NULL,88,'sha512:1:0fd59faf5e9d0c9c:23565ef5ae0404d138de71a2c5ddca0bf436654a24fb4a5a26076de1e6b945695c84cc40d762b1185665813fe8d27d0ee4140f5099bdc3a268f0956562e176aa','bd63','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:users read:users:name','["list:users", "read:users:name"]');
INSERT INTO "api_tokens" VALUES(2,NULL,89,'sha512:1:866dbebea1e33f3a:761fa83cd5ec36193663f68249d9cde3fe1fec1dc97120dc56ffc296f4b42f2372aeda82f0cf6ecfed266c6a5d90e3a5bd39d973ff408fc32823236e9f476cef','1bf3','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:users read:users:name read:roles:users','["list:users", "read:users:name", "read:roles:users"]');
INSERT INTO "api_tokens" VALUES(2,NULL,90,'sha512:1:b720dd5865ddd729:4c56b250dc03f69a41b3f7d9fd8eff657b88c53899805824aa49c84d662130be7baf50e7ac488c6ceb327e784b87b2f151b0e05fe590a89659197c8fbb7ef27b','65b1','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:users!group=empty','["list:users!group=empty"]');
INSERT INTO "api_tokens" VALUES(2,NULL,91,'sha512:1:208f2226347358ca:e890dc01c8394fb700c34bef5794d3776ecb662114009e6943d282b82803856d2ed16f04044f8fefc422830171b3ae775b3181636b47631c7a08e070f21cb256','2486','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:users!group=math','["list:users!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,92,'sha512:1:f79fadb09613f5ea:3fb9acd051dbaabbbbd756e07d12c3ce97c0f74da3fd28c6872e67e10f7a07c8a21ff9073655961e6b39d6a4fd78584db153b45915595228ba11cec2558f9a35','a1cf','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:users!group=math list:users!user=dora','["list:users!group=math", "list:users!user=dora"]');
INSERT INTO "api_tokens" VALUES(2,NULL,93,'sha512:1:31ceef9d9507e90e:fb1a9ef6c83a7431acef56c0521cc9b8b81e51a23b4b61b1e9c7510decd8f5d867eacc369d4ff6afb51ddc303eae346a2f1b2da56fed82b8daaf6b508299b840','4d43','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:users!group=math read:users!user=cyd','["list:users!group=math", "read:users!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,94,'sha512:1:fbbd12ab5fda695f:0b8128394806428ed3e2dbf5e0b11dd94792cb13616f64e7efb57be64713f536b3a009ac1ebc268d03cf623d626a9f8aa083e81ecd3d2088e762a2aed7fba1b6','3cd7','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:users!server=bob/lab','["list:users!server=bob/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,95,'sha512:1:04b9a564840c1fca:143ef7c422738c445757d092acb4bf74d3903e5621bc50fe4c6c5ce6610e9c5c1a8661f253f8b73ea55e830b9017b464ab4dd1246ff8d5e39f75a1c78ea010d0','c310','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:list:users!user=bob','["list:users!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,96,'sha512:1:e7f0f94184c4a852:e91593c20fd9652bb30f87b027369dfc0c68c21e41c46256bcf9b758ecf81d54a03a0327e6d269f1ee5d70d7105015c47afc82d4b8f6ac6a22ccfb167a7224ff','56eb','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:proxy','["proxy"]');
INSERT INTO "api_tokens" VALUES(2,NULL,97,'sha512:1:327fa4f786f818d9:9f9a6ad5312867bd05bd328f0ce920cc3904b3aaeaefcb64c1c575df835db1ad4c7880283d216b9380e7d7bed4f38d2087d9d250bb41599ed6091726aa243394','057c','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:proxy!user=bob','["proxy!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,98,'sha512:1:01360f4446c343e2:fd01178a990772bc0c4dc990dcc115f64a0a81a702386e9418a46ebec436435f6b0c2d18af874bc11a03c7e2cd2ea5c739778f5c24a7c84c71f1c329981943aa','6a42','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:groups','["read:groups"]');
INSERT INTO "api_tokens" VALUES(2,NULL,99,'sha512:1:552e3d4ef442fe32:d67d5d440ef32d7608e499b31f6feec237603d15a4c132d4289459d7bd26803d232d80a101147c39c525dcc7364f67628608de53afed82e3d11d2ff9347b3edf','b349','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:groups!group=empty','["read:groups!group=empty"]');
INSERT INTO "api_tokens" VALUES(2,NULL,100,'sha512:1:47db8b4d2507257c:81226e0648df97abe17d8df15fa18741548b41876e091afdeafe0df71041dbc122048fd1f14b014c9b545ca0f16b7348b80792f5d24c6bfbbbff5b08a768e5bd','d8bf','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:groups!group=math','["read:groups!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,101,'sha512:1:289b215f3d96d5cb:5457c0a9d3bd333bbd2e8a784e145650c215cf72044531a1dacdb7d2a485e643e0f54c0b883053a16d51b8a9ccd166764f3d2c39991555fe4f266859c5a1cdc0','2f46','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:groups!group=mg4','["read:groups!group=mg4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,102,'sha512:1:ce1a309cc23285c3:3b55b3bbad9c97b816b85852106147901119cabb2f1221706cc25071ace709f8e0d732bfa38085ff5843558c275302d0c034997858ce0ae0b6760b144fa5fcdb','9e46','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:groups!user=bob','["read:groups!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,103,'sha512:1:2d3ac5f6afec180d:fc86bc0be52e2090d6d8e0679c8db36a482d4d5611ab1ae8b07e96211e642fc1a097f5dba7a7e4eb982a021ea7e4b91e2ec1e99758d7cc020561f62fd87f0329','07a6','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:groups:name','["read:groups:name"]');
INSERT INTO "api_tokens" VALUES(2,NULL,104,'sha512:1:6c3ce4e31e19e422:43c1fa8e88509d2e33b04ce8ea2635493b083baf76056cb75d18838365ad3606e5e59ffab53582034c6c8d6049fea2d776da2d824f7235f73c45786dd89d747b','11e3','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:groups:name!group=math','["read:groups:name!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,105,'sha512:1:e26929fba1f615a1:2690f134af74539ba27a18b7b95bb686a4247c8fcb32fbcdf31d8b9e420fd933b8b875b138ded6b3b60c14b45ca198f8fedd21ff4258c705a007c10a8677d4e9','f0f6','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:groups:name!group=mg4','["read:groups:name!group=mg4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,106,'sha512:1:095ca3a145a3fe38:761f9dd4cf097cc462c5648b720856e29b777c4ba4c1c7af0e8c270232b96dddf52249fc4fdcfe6be5ff15da5e2df7220cfe8a5f6a637260505f2966508aea22','a8e4','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:groups:shares','["read:groups:shares"]');
INSERT INTO "api_tokens" VALUES(2,NULL,107,'sha512:1:b1bb39c4a0139cdb:c03e3e489fe7688c550419bb80b480b808b87bd00bda9747b2ecd8396a178514635d5f4d07a3524538260ee8a17abe06a8c73550eef71c4d84210272fb587d03','e789','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:groups:shares!group=bio','["read:groups:shares!group=bio"]');
INSERT INTO "api_tokens" VALUES(2,NULL,108,'sha512:1:e66e870963628fe2:5d922511345f2811f4ee69489d85231d9c508ff7a57dc77967d947400382dcebb1b49c7bcbd9e72867f59feb3468d1ab5c2f7181f07ba219a93f90179d6737dc','8505','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:groups:shares!group=math','["read:groups:shares!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,109,'sha512:1:d336c38aa58b5b6b:eaa30f3238c4a6a049e278dcbb385eb8dbbaab224d16f04e079c380bd85e934089c2a338278c1c4bc443ff47f6d010c4358d84ec090dd6ea9a8dd941dc70a325','1d99','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:groups:shares!group=mg4','["read:groups:shares!group=mg4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,110,'sha512:1:e4dc9b72a1653685:4b17a136253c397ec0246ad5de52754dce9708060b761585ec074290327bf412c4558a4cbd08011ebe1a57f49eee27e94a71d83a1f6b85d6f81e78d85dfb9a61','c63e','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:hub','["read:hub"]');
INSERT INTO "api_tokens" VALUES(2,NULL,111,'sha512:1:df908f81f273064c:2d84c4ddcc4451f88ef74fea5df5112d1172a35b44e9a2adef33afa220dbd7b4b62f60cb338c71cc501af1fc4cf910ee6e03de6c02a16870e698b3c6c9485850','c13c','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:metrics','["read:metrics"]');
INSERT INTO "api_tokens" VALUES(2,NULL,112,'sha512:1:62921d9ff2ff453f:88059ab659d2318d64a0a1f8332a614c76a862f2df17be4932096c3b677b4a0e5feb47dc7cca25cc1fa76eb8b3aedc46a3e7a58bc1e2165115d2e66f7997c884','3f4d','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:roles','["read:roles"]');
INSERT INTO "api_tokens" VALUES(2,NULL,113,'sha512:1:100b1906fc60df88:a45e0b11c80ae3f5a8fba859a0e353010f98250b8de7392f56ac8ac04fd86b70facb1aee066d7d0fd354d46e8134956bb6049ea220bb436ce5c80a5e07677cf2','4dbd','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:roles:groups','["read:roles:groups"]');
INSERT INTO "api_tokens" VALUES(2,NULL,114,'sha512:1:78fcdf377b6ebbd4:193eecc46e3d74ea58ca1b819abdedd33b683b430647d8f6549ec8b3c09d6e0f576cb6c1901881fe393eb3ec9940425c1029bfd36039e23530ee6258f28e2584','1366','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:roles:groups!group=math','["read:roles:groups!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,115,'sha512:1:3d3f6e8a03ef1b5e:f52543617e653e8eb7b7a3c39141a1c4177e5066ca3db992d47ff1730b42dcd06498c8873e5fd00f8cc840c843d3a7d97e294a4ef7647f85a413968f8416acd6','ee5b','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:roles:groups!group=mg4','["read:roles:groups!group=mg4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,116,'sha512:1:d52d60ca47f9398d:b1eb1999dd887577d209657d1b41f517400436116a8fd51830920f5acf35f130941d8f7a9dbe0e869417fa15fedae7e42ba3e834299796e90de5fe5efdbfedba','b34d','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:roles:services','["read:roles:services"]');
INSERT INTO "api_tokens" VALUES(2,NULL,117,'sha512:1:ce756b1fae2005fa:9d7137cc8ff120bccaa4c0ba38eea5fadf477fda7637f95037241f698e4e5e77164da69afe541d8907198309e99e39badc17d9ada4a97d478028e7949fe0807a','467d','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:roles:services!service=board','["read:roles:services!service=board"]');
INSERT INTO "api_tokens" VALUES(2,NULL,118,'sha512:1:e1362aa155e82dd6:d80aac360d08f44406aced1324cc546468d3109f298decc9889c90cf986eb1d2d5b1b95d53b64391b7fb522780fca3e14a3afc49708c9b35d6b13e8e1d228eba','ac70','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:roles:services!service=grader','["read:roles:services!service=grader"]');
INSERT INTO "api_tokens" VALUES(2,NULL,119,'sha512:1:3ce6e4cd9b2d5ef5:13894d43f4373caa431ec37f9c04e18e143f3c2a98a63bf033e25ef3ac5e8544faf9f0b1cee3b0166a30829534603da65bcbe45efe24963b6b14fa2b54624720','d2a1','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:roles:users','["read:roles:users"]');
INSERT INTO "api_tokens" VALUES(2,NULL,120,'sha512:1:f3bcef7b748e40bf:3311019ad173ff913cd0770aa33b43fcbd163b82b95f618810189870f6f3d1cadf7003b0ae73ebde1a39db5e0c565dee5bf07cb2555a00cbaccff285aed42a3e','a51e','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:roles:users!group=matrix','["read:roles:users!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,121,'sha512:1:c517b5d0f2c661e9:ceedbe63ae54f807d6700e855a111440eb7f6d6ad73c407e4d356ed88a0c9fe8f15be54860cc2f8b61cb017b763030c9506b10b36af50022c89bed89a827e763','3700','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:roles:users!user=cyd','["read:roles:users!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,122,'sha512:1:a465f291aa375100:1cedab4af123a4852f77842e092277fd642866af64782f8376ffee90006b10036f62fa12f174a54bae83eaa7afbd4eeaede3c66d8aace97b7263a3eb3e4a76cf','bf87','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:roles:users!user=m4','["read:roles:users!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,123,'sha512:1:78216eb33b8b3c15:493e0f1cb5a8facd3c2430e4ad3a0a6f015dfa216da5a4ca43c90052199b56fecc4dab7f58bc1d9c29d60d8ce66f7d9ff9d4babf068ce0128c42f8793b0f5bee','c5b0','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:servers','["read:servers"]');
INSERT INTO "api_tokens" VALUES(2,NULL,124,'sha512:1:6dbb10b087b2ef74:c3ecbf9ba3f34148b27d7dbca31077ba79c6fcfd92ad6994e20af2844dfa2622052d79dffab571e69695dfa42b3c0f003ca628f2b811a363025c499699a32dfe','1c31','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:servers admin:server_state','["read:servers", "admin:server_state"]');
INSERT INTO "api_tokens" VALUES(2,NULL,125,'sha512:1:ddeedc6b3b8ed4bc:7ffd4ef9bb31d6f027134c96c867ab7f240221144961444b42ee859a49bdacf37c6bf014d8bc24a4a5e0d93895caeec81982cfbbcf975471509291b64d290713','1943','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:servers!group=math','["read:servers!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,126,'sha512:1:b623ba4221d418eb:c7a6e190db3dab15da69043d77c9e39d8568e8847d1767c4af9c321873177ee1c59f6ac343d87d46b479634dfe9e57733db22fee6e5efa073d2e720d25802ea9','8505','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:servers!group=matrix','["read:servers!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,127,'sha512:1:df0f0559cbbd167f:369f56b9d1ef577298543d81852826122281d43083fca712a7fca92959e0d6bbe26b829b2f992f856d2ccc6e97b2fc13bd0f3a33ce3141e85835e114da7c233a','3ec5','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:servers!group=tutors','["read:servers!group=tutors"]');
INSERT INTO "api_tokens" VALUES(2,NULL,128,'sha512:1:4ac85519a431e3e5:2735e8eaf5e38f5e7207a11ec333d11188fa43a24ab7ad4eff378c63e696e0a3e229a3ae8b83689ed657fec281140557da81b05c8bfeb11a5a753c50d3140e61','256a','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:servers!server=bob/','["read:servers!server=bob/"]');
INSERT INTO "api_tokens" VALUES(2,NULL,129,'sha512:1:7462438722a85f7c:0b0ae2dcf128176f8e2ad8f864ebe3b6ef8d8b7d17eba403e858c8c4b9a1539b92bc94a9a6c9b7f1ff5427e5ec3990d693f072bfe86e4ce07d209cd38229eee0','259d','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:servers!server=bob/lab','["read:servers!server=bob/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,130,'sha512:1:e9b7370e5c4a78af:2ce6923b7c9fd60f6da9ac2cd7adfbca2ba8afd439424c1b92c125f5369855abae3f8beb315942f8f1c3f6d1fdb942f900cf6415e1915b027119f061ff56d816','ae17','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:servers!server=cyd/lab','["read:servers!server=cyd/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,131,'sha512:1:d56b0036eeab7f2c:c554e3de2d07c8a4e6af368a4d0a77bd6cdc682f3c5a35cdf5ac3bac9493e7b4696b4e4a310bd669e960981e91f799c3ff00306aae77ca88b22d5435419686a7','d0eb','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:servers!server=m6/','["read:servers!server=m6/"]');
INSERT INTO "api_tokens" VALUES(2,NULL,132,'sha512:1:2c691dfae957b245:97452ccf72e885618855aceb52b476614f2f29f273adcd219c706a3e8cc8bacec9779371b6b7be85a87239a2b2d91dbb2d0e06b5d215edc5bf3ccf3f37f09f54','a8b5','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:servers!server=m6/lab','["read:servers!server=m6/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,133,'sha512:1:a3a1c6b027d156c9:7fc63f4564a62b1fbff90ae1875f38c88ced3f3cfba4a103e9debb43a55cbc36da5e38a6c4154070d1588c6d25132dfd2a9cbc7cd057ce4da4d5339de73d5678','f67b','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:servers!user=bob','["read:servers!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,134,'sha512:1:80456ca6f5814838:6a31bd78fe477e8886649f2908fe20f9dc6a4d4de114f7745f60f6b586cdb6ea47a6d612db75412f02d6c244fcb992fb686d2151c29a2702d16248c6e65bd0af','205d','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:servers!user=cyd','["read:servers!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,135,'sha512:1:ed5642793df991d7:a5a61ad5e559081ab14fb9b553275fea91723bd45763f947ff82fe043f40dad2c02920b0a04c76a02244306e397f5d386bf48795a29b18ac98f02289f6376e16','6680','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:servers!user=m4','["read:servers!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,136,'sha512:1:6c426eac2fddf890:3993537ce0e2664000dcbf7be7837070336258b1801083d29af57e2cfd21e30fe0736bfd13d683d925c5961ff5932c40d9c82285aac89c7cc2d0d8939ebd229e','ee2f','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:services','["read:services"]');
INSERT INTO "api_tokens" VALUES(2,NULL,137,'sha512:1:dadedfb2a6079fe3:593045be20eb242c0b1ae959eb1a754363b59d5c6259c066a5ee6d962f10b8fc52dcfaa3ff428ef2520a237b4fd82a3dceae25572f0bab655e7fa437d03718ea','407a','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:services!service=board','["read:services!service=board"]');
INSERT INTO "api_tokens" VALUES(2,NULL,138,'sha512:1:309f6fd154bd4398:913e75998338173be7d70d677339e68e361b8ca536b01b77979d456ab458990023154f524cd94814619eba5190f40ade84c19e114e12498d62eedd451ef1890d','02a1','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:services!service=grader','["read:services!service=grader"]');
INSERT INTO "api_tokens" VALUES(2,NULL,139,'sha512:1:23b3b39fcf537e4d:cff5f116ee494aa8075415f097f1f4320aa7ca99b6e731cc37d2d8fa7811ba770f1bfa48cfee054be5d91749870b9f67ead7cc916ac23d5e1a08522326d0ba09','ea41','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:services!user=bob','["read:services!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,140,'sha512:1:c16a0b1e06610daa:3e76d89b7bb5c089a7fb8c2b81cce13a85855b0d7c666a0461eb3579cfaa70ca6f2e0673f0d21cf1bba5a00a21da3b0448095cb37a02ecb404cbb19bc1da66f4','2473','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:services:name','["read:services:name"]');
INSERT INTO "api_tokens" VALUES(2,NULL,141,'sha512:1:8e0d53b7277e68ab:391ce68471b0fe7bdb8b4f5aa6b936c768a504f831d4fc4d73762ffe329dbf14ff15e6e8d4cd305894aaec2c2537c98b7cbb90da8f4f690fd31d891509cff1af','ad9b','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:services:name!service=board','["read:services:name!service=board"]');
INSERT INTO "api_tokens" VALUES(2,NULL,142,'sha512:1:b2c86e6541b72b9b:aaead50c5ab0008f6be898b9b18adda07066aa8a9bb4ba440c2cfe602b782789e260d4666d3dca2b699a2bbc9ab28377d1772f0f3d643adeefb9ad7ea11eaa82','52b8','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:services:name!service=grader','["read:services:name!service=grader"]');
INSERT INTO "api_tokens" VALUES(2,NULL,143,'sha512:1:092c5ed6a28bc392:6f592d2b172503d3a4b18e6411b1609bdaa169fe8f149de1a80e0e27092d749d7a8fca8189035d693e1fc5c2f3a80919344f226a800e82789158583cdc323077','a121','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:shares','["read:shares"]');
INSERT INTO "api_tokens" VALUES(2,NULL,144,'sha512:1:d663055ab2345574:da45a258dd480f5236cb664eccca0d8cd565374fc6f8ed9f843999412af4e1b8d2c6b4c15febb48fd1bf07a830814c13c7374fc86caa763d87d924d3185111e4','ff08','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:shares!group=math','["read:shares!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,145,'sha512:1:3b3bfecb652bb9bd:86c53c5b04580941da7f9bd7cc5911bcf7441f2fdbb7749a3ac51eb711c3999641f6f343cf7a07e603afceb1c474439da6750f7b01145fe6d97fc09fea38926d','011c','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:shares!group=matrix','["read:shares!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,146,'sha512:1:551ed5a67035ab55:4241bbd53af3512d764f7d00ff09884be420f0e817cfb7134f3a11b8717dc8ec23d68aa184a6ebb6dc3109af203751d57fbb6a1590a636c0a44b4cdbf2ee9558','ddb7','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:shares!server=bob/lab','["read:shares!server=bob/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,147,'sha512:1:984d38126486e995:e03039fba13381c5ccc1df6661cef628c79d767b417cbaf20b076835d45d2802590b197452a9062f73567b029e655fe74e0fe89c1fc0b13cc4f048c71e983823','fbd7','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:shares!server=m6/lab','["read:shares!server=m6/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,148,'sha512:1:6622af1d9449cdb7:34bf991f0bd64b7d6e67439f0b117879cfbc11a2b21525e7881e0ae8d5c07be0e6f1ad2e7525f322a734090b6c1a9c242e9dce50e181db4e1095966f9c9a8c29','e265','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:shares!user=bob','["read:shares!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,149,'sha512:1:31f2fca89f6cfc6c:92749cd2bd7bfab214d7fd760a708221e834036d7da79a490a95f633fd6c4229d3f14dc8e2e959fae9516ae16229d330dc59193483af31411fbf5b3c397df3e4','336a','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:shares!user=cyd','["read:shares!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,150,'sha512:1:e4a84aafdb98d8dc:1260a138ceacc53d681f6b48598e0b24dec51a84ce12a1f2597765aae778789700f4a9e9a1455a4ad0c32d9e64718edfb36503298254e6a9118d98e1ad0a84c6','932b','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:shares!user=m4','["read:shares!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,151,'sha512:1:3ac99935e4845467:f0bbd0ec67f36036dc432a21296b302749d90c052cc42d807136998865bd167f7586ed30d9a041a964cdc705c1b936027487dafe55819c14bfb183dabaa11701','54fb','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:tokens','["read:tokens"]');
INSERT INTO "api_tokens" VALUES(2,NULL,152,'sha512:1:4adf246817ba5541:7f8941a8a6e402931144fc1b1bea8ceeb78718e09451ec607642d91bf0fd5a6d4eaa4a82cc2039e1ee31d8a82b111edf9583d664a1bd5a0a68bcc8528a6ff6e5','5434','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:tokens!group=math','["read:tokens!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,153,'sha512:1:962d054c4b787bcb:0246b7fc828999b9e0c44b5c69d27a463076d84b86fb2999477f4d2d4a68667b6f4491c6bf675a234e5261f54d0e3e8f0454fc537341ebd72c5f369f9809a07b','25a3','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:tokens!group=matrix','["read:tokens!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,154,'sha512:1:460ea7a3b3723b24:d5063a8c7da42679c1bfb1793df68a4c719c7c3dbed69173304f7b98f07d07bbe7f89826e21eb0c1b09cf278c47878ed66b098d577ed8dbf573d1224d85b4d12','51cb','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:tokens!user=bob','["read:tokens!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,155,'sha512:1:787f331ab3e98a48:704fddd6a2a43af7944abf477cce5ea942d1b52542699ac4aa0c96f30e73cb061a537cbb92ff77d9ba41daff16e6e58acaa8125f6edd2ede7e34f4fe84e71e3d','9bc7','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:tokens!user=cyd','["read:tokens!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,156,'sha512:1:664e0b96e7eefeac:4e00dbb1840954038d4c4b2aaf4f7809d371d4d9a3dd294e2403d290fb45643d38a92eef5ba72d434927e1a6ed2ec5cfac51382a7f53ba5bf507dd411eafbf06','197f','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:tokens!user=dora','["read:tokens!user=dora"]');
INSERT INTO "api_tokens" VALUES(2,NULL,157,'sha512:1:9443d1b4e039df9c:4a59043a5d20b72edc9a926c5e55d88ee2dc74aa7ad862101d5054062ac5b2de0c25a7b24500c7662c1dbe12eaf917af4ba6b2a3794fe7a2d5348c28815d68cc','127c','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:tokens!user=m4','["read:tokens!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,158,'sha512:1:1888c3b93bdaf042:d1507727e388c231c43c9dc9bf6395db93b3e660e5c9a76cd30b5752031fbf190d3cd2837643fcfa312015abeab2f8819c7ab172101e7dc40cbc03eddd2620b0','0dd3','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users','["read:users"]');
INSERT INTO "api_tokens" VALUES(2,NULL,159,'sha512:1:890c92e6404dcc97:4c4d1df4c57a590ee65d97a0dfdfbafe4c079e980fece1ea1ede8c7552105da2d41a1a5b963c29f71dbf446bce776b8ddf4c7b428f58c2c2eaf47fd302b4b32e','dc5d','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users!group=größe','["read:users!group=gr\u00f6\u00dfe"]');
INSERT INTO "api_tokens" VALUES(2,NULL,160,'sha512:1:71977ebee57fbdab:820d1ee570950826cde966b69164af21d3ebe4370305e27277f0372fe1c125437af8d3cc88f461d0315d150c7030a4d3d7e7b817beccd280466578318ba5f2ca','4396','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users!group=math','["read:users!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,161,'sha512:1:2ef94dd9f1e5567d:511557f3e7bf43e96fbef4cfe567403a5986812e1afc620474143e286bc7c1321e03ab9f531a02df60ab2be4474dc42838bd2da9cda7744a95310ea2559d50f4','5d06','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users!group=math list:users!group=math','["read:users!group=math", "list:users!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,162,'sha512:1:85ff341f68b780e7:bd42ef2782cda7f2f423fbbb2458a45f9dae8f08197be332b7e6edfb7da7e94d4d076456405dd0ac06d1a1778a4d6f8efd2be4a188b624f790f2baa557b8ad26','451f','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users!group=matrix','["read:users!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,163,'sha512:1:9749d563767c825a:8febe5e237bee9f23e431c70e3396a184a365cb20166232f68dafa536a697d02c467b02a26bb1fb2c77d5bb8d7d5f64e5448b12a0c91e18c2d85d2588e116edd','21cf','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users!server=bob/lab','["read:users!server=bob/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,164,'sha512:1:00cccd4b0534ee4d:67dfc25c61d69ea98a2e1158d9085352bed57dfdd7ff71e66917d482c466154e66d9efe47ca4d3dbcba6a2538b7321b5f444f5ee026dbc50e43e50a0dc4fd9d0','1cf0','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users!service=board','["read:users!service=board"]');
INSERT INTO "api_tokens" VALUES(2,NULL,165,'sha512:1:cc7e9f04eab4805e:b99244849e3a78797525242c0f7643e5840137bdd8adaf541157aa7c25b4055fd5df121d0ef8a2ead1c1d5fbf07d387f5b34e3cd1715bbce93b54954768314ea','b631','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users!user=bob','["read:users!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,166,'sha512:1:dca53b2cf5d3b32c:2432c523bae8bb08e8c86d5d5e81d34cffbe598e90e3c597ebdbed56f14f45743cf2a5f037ec6e02a46883cc19fab21f856b12818702daf3d29af35eefa7b332','fc72','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users!user=cyd','["read:users!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,167,'sha512:1:164565d6875d63c1:5999e7b28f3fcc9909bca7859c9a2eedc16cf816b1a5179024f49972643c0e4c9a3078c477f5a275bb69e0b10d0bb36b94d215424e52b076dc6852541f023e7e','b4ca','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users!user=m4','["read:users!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,168,'sha512:1:eec4e145395e4274:3b627a7bdb53e7cee07bdbcfce861a84f3cd36c96a489f213187e39ef1adfda17d1ff8efb359d954ec7719cdeb5f7fb2d7f0f645d0b289e74a81c0ef2d14c66b','f795','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users:activity','["read:users:activity"]');
INSERT INTO "api_tokens" VALUES(2,NULL,169,'sha512:1:bcdb12f368611bda:350c09eb0c2b17bc0ce44d786e265d8ea363e6598b5624e4d86f9dd0775bb10d87fa53efdf290d3013035186b6ff63e1022ddf76cf407c9ae7b57754f7da359f','8bd7','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users:activity read:servers','["read:users:activity", "read:servers"]');
INSERT INTO "api_tokens" VALUES(2,NULL,170,'sha512:1:e8aadf7e9f4a7dfd:d5e47ff19aa9bf83b117501e9d2d7f4190f4b0ab85eb17bb45f90129067a5212a8877747501f0cc83272f8a2f5a663798fc70850918f6d448914cb3beebb282c','f652','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users:activity!group=matrix','["read:users:activity!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,171,'sha512:1:83251b1b04275031:28e0def5e0178a5c20450d47b7dc2df8ea28baa32500d9b2d93ad71eb5d7c010e3c180f41ec65fd5132bc461aacadac34719df2daa3e5a0549113733a45bf639','d02f','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users:activity!user=cyd','["read:users:activity!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,172,'sha512:1:4f095cbe5e4d3dcf:128a6b77a6634c7e8bdae3426f5d6078fdd1af8419085f80fbf749ab0d2889162d7aac75bfc6de0b74fc94c0bbe7dc7a7bf71d8013fe40deacdf49d1ad87ae75','aed0','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users:activity!user=m4','["read:users:activity!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,173,'sha512:1:0f30bb350706c94a:e24bb9b02fe3c2842e1f5eab8473591ef3f7b558129967eecac06b216b824311253915265e942b5303128ba7481de70523765ae6b7debceac97f1f0be468fb33','8b09','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users:groups','["read:users:groups"]');
INSERT INTO "api_tokens" VALUES(2,NULL,174,'sha512:1:3d1be19b23543e33:3b8b9809e3f333687b172b8d1d63d353acf053b436f42304efb06423fee048884e9e1841908821a4c2b065324cfec0a1d4109f1a34c376711313e499f8379de3','79a0','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users:groups!group=matrix','["read:users:groups!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,175,'sha512:1:4f6bb65c8972a03e:cc70eeb04deeedddf283baa10448afa6255637858db5d96f2326a5c3a29354f2b78d0e05e63c0039aea8ff167acb6f10403f0be68817135bb693c013922d8e2c','c25a','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users:groups!user=cyd','["read:users:groups!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,176,'sha512:1:f6bd4f11f7dec928:b30321f52f914518cfdb428c2edab53798f18b5db698a35491f6b256fe270ff7409e498d61931458e6a0f496eb2552f3b2690b9d806ee9718792c348befe6920','9a7a','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users:groups!user=m4','["read:users:groups!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,177,'sha512:1:fe6515f6cc07b679:3dedaf486f7491ba9c03b7f3e24aa586ba5dc557b1e96c820e48d536f3d5b5946163f633d9f4fb5c638b58a7d8f691242491c61efbfcaafb417a4b363a5c1f12','3423','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users:name','["read:users:name"]');
INSERT INTO "api_tokens" VALUES(2,NULL,178,'sha512:1:cfd131d83e7b782e:7199c14d919fb7935daaa4aede1173a6071f42706ba047f6479eadecdbb96315ca717c1fcc0f34cdbd1eb20a18f4d6fa11311772f1f139ec983c9562dd0bc42b','c1e1','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users:name!group=math','["read:users:name!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,179,'sha512:1:a8068e1a6b73e95f:a5f0edc115804037ba408db39a56893e553d3e89fec2de04e4d0250fec57a9ac4fdafb7084b923f01d11d23f1925987098535cc08ece7f61618e0b05d831d031','98b5','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users:name!group=matrix','["read:users:name!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,180,'sha512:1:3c5f8d88e963d90e:16869d79226abd1f97cb0526cf5c6cddaca342c9bfc0b3421a72cd9dbe3e430d9a66814a304c6858d376bdc25117dda69311b51b0f98af2a2461783a3e1c641e','7fd3','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users:name!user=cyd','["read:users:name!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,181,'sha512:1:0d901b30707ad2dc:7c392e027cc32da573e8946856c83ecab96007234657efa3e773b3292337d4a1cbbc11b593a20d19a365d99919303998bdcbfa5332cb46f590089f092c9b9301','4553','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users:name!user=m4','["read:users:name!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,182,'sha512:1:5b317eff8cfea3a4:57c7d30980c958c88704db9bb79fb891aa06e62bdc98db7a0f63b44a3dd5cd95400b9590593f31607a63708cae17dbd2d77be762ee77e18ddc92a04719cb4bdb','d4bb','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users:shares','["read:users:shares"]');
INSERT INTO "api_tokens" VALUES(2,NULL,183,'sha512:1:6f83937f8c2f1f11:8702227a2da662fe92d986839e9066827fb10732a2a1d0791c6781efe837e5668459ea8c13ba9fb07ac46eff43f4af342055f487898f432d73dc22fb42585a34','159d','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users:shares!group=math','["read:users:shares!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,184,'sha512:1:a8421aa37547193a:24bf57cac08a0db7999ade09ba4e82c5139de1ca4d053b2d9df8510800e630447b4f95ed50b653f5b4888e1af8f749d690fdb5d894d65b0886ba5364619214c9','8989','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users:shares!group=matrix','["read:users:shares!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,185,'sha512:1:f2b2b1d566bdf78b:183391550aed5b9cc9ffe5383114727d27dcf5bcef5b0d02ae288fc0a4fee572a0d2f88c494275177e589d50078e38bf32a6d23d7a58fe8e1081ba3e5d728c34','2e3f','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users:shares!user=bob','["read:users:shares!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,186,'sha512:1:6722d1cacaa0c359:05a7b83043b21b8270c3b0e02901dc5c79955b75377f5b038ce0662c73e098a405bc1e9389e6b25288c779f500951a76bacb1423a4c444bf8185e51fb187d6d6','7c53','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users:shares!user=cyd','["read:users:shares!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,187,'sha512:1:d36608395543e33a:0a65c8ad852eaabf38d1cf6bde3a01b66a321c2f7b97f52755f989fd826713625d5168fa8cda51c71d76863d282b0c34099478dc89d51814b1596c9f278eb762','60bf','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:read:users:shares!user=m4','["read:users:shares!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,188,'sha512:1:5ddb492da5ca9502:dbf8090ecd2421650dff4f179d37a0afe297988fa984e9a6e7bc1009ba7b8e732887c8aabeb2fb4290a7b5f0ffa06684f6d18c6f499d2eb69fe0cd8df7d23cdb','4e66','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:self','["self"]');
INSERT INTO "api_tokens" VALUES(2,NULL,189,'sha512:1:b728361da026b24e:60d534f8836a8dc2e6474796eb07853dfc680c1b9ac64aedf5d7373bb42ba0583796a2e0313c98e40859cf3c924c5f88ef943d038e43e42ad7df38918f72c91d','41d1','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:servers','["servers"]');
INSERT INTO "api_tokens" VALUES(2,NULL,190,'sha512:1:d7945d94798dbcb9:ff989301d9db9a9990412e45f8f7e589076b213d347b7b20d02bdbdf50a5b8799e887da6b49c292642ed1bd77cc96e187769e95a59ce2b899b0e6f52f3b4a83c','4ffc','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:servers!group=math','["servers!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,191,'sha512:1:b6bc373dbc989f8b:6dedbb37b5411b0e3544317b08e3cfaa80686bc8f6cc4a99645cf1581cd957d9d286ed04a4689d9a890e9320fc1794ec123e5e7d6f4d6563902168b68aea8b93','8408','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:servers!group=matrix','["servers!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,192,'sha512:1:23dd18d801497ad3:ecefd21d08ba9fe2eb7d82462d80c6cb7a53100e1c0f9123ff362ab0fa07e9d91c19415247bb3cf9d080b1b741777eb93acb9c7297a81d89375f2de9a2782432','2746','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:servers!server=bob/own','["servers!server=bob/own"]');
INSERT INTO "api_tokens" VALUES(2,NULL,193,'sha512:1:3bb2bc0b9145c695:1a2f502bd33ad7d894113066ccb3dfc208065d518a05afdf1a7edf6e7e400014ec77b412ee8128b1e505af89ee0dc82f78c51a3c1e81c112398a5b956fedd745','b326','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:servers!user=bob','["servers!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,194,'sha512:1:956f4ae4eacc2583:e6d3b659dc2b8a255520780880237b2f0a00ef3942010f603344cb345e7c9f2e1d3754a801ff647257baedf4ed5236cbd30fe6750d74b441def19d6c66822805','6b69','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:servers!user=cyd','["servers!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,195,'sha512:1:3482ea807c6c2bfb:9ee1c32d99fca4cafee33a09bc0c0f17f51fae9869474a45e20fc9ca6317e136e2d041aac5468c3be9b3944a6da381475c7cb472181a8498cd49ebdd684b52c6','24db','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:servers!user=m4','["servers!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,196,'sha512:1:a38a44aed2daf722:4a1be80a0ebb63825796fb091c9d3ed878513720000d080047f7f9700923c000d4b5edd25b041424f136d747ccab7e5f25875315a34cb8e9eeaebb321f1bf686','a6f2','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:shares','["shares"]');
INSERT INTO "api_tokens" VALUES(2,NULL,197,'sha512:1:18a206124cf771ca:27bb5c038cab880cf0d54d33752e844ce8deda6ff3191c0450e666ab7703b64c057b7a9bc04aa0d86a5290c2007109fadbf73ec3c275451337da2ba4b7e707fb','9502','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:shares read:users:name','["shares", "read:users:name"]');
INSERT INTO "api_tokens" VALUES(2,NULL,198,'sha512:1:954b8a28e0646cc1:dd57983e1252693cd43db3ccb763389d355c526463ed436009c5e6a51a7e31c1c4df91b704d7e3ff7cc49d8fbdd6c8a2bcb5095692939e7a4774bd002cdc99f3','22f7','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:shares!group=math','["shares!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,199,'sha512:1:360f47a31986160a:580fb5fc7e575ee6b2b69fe245e9b0dfa7a0db825d3469fee9f5093994bdb36b207c98c8b5b0414b9236393b375a76d8a2afb7a4d79bf4c9d340e3a135bae425','dbd2','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:shares!group=matrix','["shares!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,200,'sha512:1:fb1f1c2395b8189d:025bc4f3a3c794bb50da01bb8eca58b3839fa4381742c04e76cc2460337a1423370190f45572306852da4adadd16ab9797b8d90dfc1be909f43f7a6c5d691daf','c700','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:shares!server=bob/lab','["shares!server=bob/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,201,'sha512:1:8601000471b9f17e:b7c5994e504a6a4d6f9cf5dc1c7153f22caf055a61974d5f7f88523711a49c56182492f1772f6da91a9754216fd7866cac431753b8f8fc64e8d024c058c2bed5','80ab','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:shares!server=bob/lab access:servers!server=bob/lab','["shares!server=bob/lab", "access:servers!server=bob/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,202,'sha512:1:72f07f4b70d2ddba:0eb7b8131b9679fb822d8bac65db672cc246053707de95d15e2efd200b6ad094cf2e1dff95c60b14cd9e746b383b02ad609be6431caafeea69c23394233d21db','cd35','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:shares!server=bob/lab read:users:name access:servers','["shares!server=bob/lab", "read:users:name", "access:servers"]');
INSERT INTO "api_tokens" VALUES(2,NULL,203,'sha512:1:97a43ff02aa470ef:fec914f51538bd064fd8276b6b19e3d624aa7b82564c55e3abb27202729a592c8602b4e71d9c9762394c57846925a54ccf2b541aae42f31e8781b8d5fb1d39c6','e120','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:shares!server=m6/lab','["shares!server=m6/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,204,'sha512:1:053322eda8adc35d:1b9e4716c5b45d22ada47cb676313abccedc6b29aaefd854a7dfcb0db29aa23ff2dc97129c809115cc6aeb339c96077d4cb94f5cfe57afbbf77dd483f797146c','7480','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:shares!user=bob','["shares!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,205,'sha512:1:d5626b3df8c4a330:d7bd5d4d53190d4e7e022dff079d5735964476fc7ac7cbd5e106cb6b111f8d0b335a60a07a20387385772b0b8d781eb0abab81ce50150dd8970245177bf0c2b6','98e1','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:shares!user=cyd','["shares!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,206,'sha512:1:74dd25ef3c0c642e:e01d70ee6c5cc7ef367b1645b5cbf932d8dbd913babea7c4bd6af858905da5b6301e599f064288f34218b5f49ac0e8741bf8da9f87d18375a37944d7bdf824dd','6b6c','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:shares!user=m4','["shares!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,207,'sha512:1:5700b6aa08146117:77a4bbcd320bd5b913ca42e36e52c596d6794fb9fd7615983fc0583bc05cfa95714def179dcaaa72cfca19564d6ceeffcc205cb3c9be268bb6df46853b984d38','836b','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:shutdown','["shutdown"]');
INSERT INTO "api_tokens" VALUES(2,NULL,208,'sha512:1:8cc6031daf979a8a:e559c1bce8fd38955602337c810720f7d468d4acc9b0c4cab87c811c12f86c722da5f945e807c99be256e26ac992a92496cd74d155393a7075cf7e8c31289481','b9a4','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:start:servers','["start:servers"]');
INSERT INTO "api_tokens" VALUES(2,NULL,209,'sha512:1:5b7046f80ff65423:46fede474689a3a568147a3fab7815c39cacef259aa93d2f7f467da52fb6b0b695f154fa2cab34fc35f125fec6a5fe4f28123bc50dd41985c4f07437331e0c2b','bb83','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:start:servers!group=matrix','["start:servers!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,210,'sha512:1:437d5023947db94f:7291c0f31323a40df4fb9fe5ec6cd9990688bd28117e292b4376f822eebb1a45f9c9254e53ef32eff97455b8445fc8ac88e2cc6505e4758676e647b9c15bc577','e68a','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:start:servers!server=cyd/','["start:servers!server=cyd/"]');
INSERT INTO "api_tokens" VALUES(2,NULL,211,'sha512:1:427fa4a07af74f9a:3b4d9446f86728aab1407f7c6409fd83ffa9c1e24f7b084a85eb63e299e50f1bcf372258d595cc18cdecca899e1acb9a1a806dbd83ae9ffc8846647787ed33d5','3d73','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:start:servers!server=cyd/own','["start:servers!server=cyd/own"]');
INSERT INTO "api_tokens" VALUES(2,NULL,212,'sha512:1:a60ada88b7c0c561:de2b22337fe59a4cbc857193f18e3fa5c1fa1a8be1309af21ed898519b4f173ea563b84b768cde7c549ffd01ac487c66919662b9b0675a483fcacfd8feb04194','7ca4','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:start:servers!server=dora/new3','["start:servers!server=dora/new3"]');
INSERT INTO "api_tokens" VALUES(2,NULL,213,'sha512:1:ae8caaf7da3b044e:786bc8d1d15a62062c76d50229c08bfbec7f52bb217981165654dc0d8e2853ee1093fc66fb95b9e4ec758423d137faec38f4ff9c68eccd447baa2b8cb59a19c2','6722','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:start:servers!server=m6/','["start:servers!server=m6/"]');
INSERT INTO "api_tokens" VALUES(2,NULL,214,'sha512:1:1f5a2b97bc45042b:90178870791dc896769f7f5b06d100b9a449b24567e3d0a3b191550cfd95041cc12f66015beadd0eb093c296cf5cded32070c221f9fcdf035b8a7b575543e004','ec84','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:start:servers!server=m6/lab','["start:servers!server=m6/lab"]');
INSERT INTO "api_tokens" VALUES(2,NULL,215,'sha512:1:d76ccf661fcc6b0d:5c62819986cb254fb333c9810d332bc64519108b7dca2c17c7c491f67f141a3a12da5383c9b6740ce012a17af310a73cd6f9a9e96c76c0a65e30c144e0343174','ec3b','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:start:servers!user=cyd','["start:servers!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,216,'sha512:1:c7647072ea86eec4:b50179ca2c71b70db35505575a0fc8fd7da40b69522b0bc2368a2acd20afbe4ae940dae35b13bc36dc67cf4100157fa6ff13e436420a65b689795929c7b7b180','2869','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:start:servers!user=dora','["start:servers!user=dora"]');
INSERT INTO "api_tokens" VALUES(2,NULL,217,'sha512:1:de0c9adc49d34603:611851a7f8e4c06301157482d2ad4764cd35dd94c45536288a2e9fe3fdc3c6712e50f19bff12e9a8398d2890ad2bb2ee01aeb61cda21a0725c862a58d3b68caa','c934','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:start:servers!user=m4','["start:servers!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,218,'sha512:1:f8e6fcc0a7112e56:0275ec91f1c974245c92772eaa2a1bcf05ac6d44ea40410608a454600775ba3dbd793dc11841054973d49daac125c12f2d42c7fccbf85f3e7d41175e2ffd7ace','f834','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:tokens','["tokens"]');
INSERT INTO "api_tokens" VALUES(2,NULL,219,'sha512:1:9e20b4b8cd3d7592:c67683d5a99a8efc193c6e7a8d31d430f66de0b186a78df4f2c7b814f68e673009fbfd9dfd246f9c8979364bef18527b2581eff23583e9040b888af3c232e9eb','8d59','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:tokens!group=math','["tokens!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,220,'sha512:1:a488b83629897429:0d0a3cc58cbe7dcf04b309f555066538bb84cd96492b881d05ebbb7ddb09c74c0078e8887ebeb70179e8aaa241ec1541a9c41e2029026eed0922b1d82bf0af5a','1ffc','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:tokens!group=matrix','["tokens!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,221,'sha512:1:11239cf1b6e53e4c:728f0edd0a1bf9a89a65e98f8290248a4c343216b8873fd00bbd4beabc0992ced70cbe58eb9c373d3c698743618bec3aae6c64df976becf685bddf8d5f48588c','ec70','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:tokens!user=bob','["tokens!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,222,'sha512:1:75b61d1faac6b89f:64134b15e9ed9d82ede8dba5dcc4dbc1d496d9a451960ab7501aa6a115d20f9447283629783316afd6316b49fb4bc155806570124ef14ab006d9626181ddded7','2cf1','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:tokens!user=cyd','["tokens!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,223,'sha512:1:d48aeca4241ad9de:09d1bf7a2a91fc8ce7690c6b7c562ce183e56786323d2ab2a25687223373ac353d4ac15d1b9c0d5f05772685d1166aa7c2df09e822d8781a7b56b136de504243','6854','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:tokens!user=dora','["tokens!user=dora"]');
INSERT INTO "api_tokens" VALUES(2,NULL,224,'sha512:1:8e74b0b4eadc6eb1:71c1be676365e5168bb8e8b30e0e600c65837111cd35191c9343fe80a93003312359d5a7e84866e6a46e0d9144595e06ff24a14701c30bf00875bc7d305a9d25','0060','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:tokens!user=m4','["tokens!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,225,'sha512:1:d8b032a357370d99:e7166ea0d5df1ddf180e851c41e5f8382298d755a54a046bbfff6c8dcd855979f81cf3dcea5fa0e4bf41a3917cfcfdd798d1ae99edd738bc52a1a05d4bd7268c','bb25','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:users','["users"]');
INSERT INTO "api_tokens" VALUES(2,NULL,226,'sha512:1:0711d027378adf75:2ffd90904effe71a01037dd2bd65abc2aa8d7bbf15e97d5480196ee4cd1ddf16b3a71d227b60aaab54097f80a1b915305fb91939b123872581d3178ac7f7194b','df77','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:users:activity','["users:activity"]');
INSERT INTO "api_tokens" VALUES(2,NULL,227,'sha512:1:5d68e409e59981b8:414eff32582f1084c3a7e08fc0e97d7b159709bc899fdb9a1f5a9e718eb9fec05b461b481bfcc5ef31a6d68f14771b6d2fe51356b5dfeb32de59f35b58b415ba','7aee','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:users:activity!group=math','["users:activity!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,228,'sha512:1:6528d80232214b72:5f2b626b238bb9cf1cbbaac43e501d281df40a8de13cd7260bef921cb3408f927fb87f75bd7468d5b0f885e895ec2d6f03b20538d57d56cc340eb2de17f9e922','0837','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:users:activity!group=matrix','["users:activity!group=matrix"]');
INSERT INTO "api_tokens" VALUES(2,NULL,229,'sha512:1:76e61a7f316a9573:062950970e55f9012ef07e4e72756017729bc1634b5a8cc32fe6342bc9154488756f1a9fdba849d4dbba74b9a71ec91898a1552d4270f63349592fb0096649a3','68f6','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:users:activity!user=bob','["users:activity!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,230,'sha512:1:b2a5abddd789716b:d69fce000cad995ec3d83475cf558152f72bef411448cb5e9b9c52b6109f4a236604a56ee685246705f49204f14c5a9c4cef22811e3528bb9600cc383669b672','7ae3','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:users:activity!user=cyd','["users:activity!user=cyd"]');
INSERT INTO "api_tokens" VALUES(2,NULL,231,'sha512:1:a3b55a49569eea2d:627391640ec2b39085b7b7f6c51f0b9962f0a537b1b88b96b8a62280f1a03732ec361f99cc5af05f673557753e659cdfac64d2a62b418383b05fab7382175685','32e9','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:users:activity!user=dora','["users:activity!user=dora"]');
INSERT INTO "api_tokens" VALUES(2,NULL,232,'sha512:1:9bbc948b7732ca2e:bf60526725d7a458a395238f7e4dd7639c3c42bb6fff409044808efc73cce06f8067fddb21790bbc3236ad239c8cb139a9cf00e7a4bf15cc0bdf4e2c452c14b9','0aed','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:users:activity!user=m4','["users:activity!user=m4"]');
INSERT INTO "api_tokens" VALUES(2,NULL,233,'sha512:1:52ea85f79a066a9e:65ddea8ab74d5430bd389418df893282adcd706557976366d228e6e1c439f3995f54b95e05428405a4455e26dbc6af9081b0e8cfc61d2888692b3273b5d59178','7ebe','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:users:shares','["users:shares"]');
INSERT INTO "api_tokens" VALUES(2,NULL,234,'sha512:1:4911cca3d9132edd:939ca39babcf5ae961dc8d60b3975cf384b587486a4e1fb92071cc6d7f38b0f83b23906476f547cfad4aecca147a35c3169d931d136bc3aa8a7b48c47939c582','2d2c','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:users:shares!group=math','["users:shares!group=math"]');
INSERT INTO "api_tokens" VALUES(2,NULL,235,'sha512:1:847cc7839e795b6e:7b4582dba36aaf29dbc38c8ba304aa27f3a65a51e6967955c250a874526535e0625d3b426358b700da4ed2ecd4f36c0b73a8dc3948693a78dd00f11d085116f4','bf5a','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:users:shares!user=bob','["users:shares!user=bob"]');
INSERT INTO "api_tokens" VALUES(2,NULL,236,'sha512:1:fd880c11fd2438a2:e92c6756bc18237d0ecff775b2e1948a69a250e1418c1d35bf8cb7db20fa62a06ed180aa0574cc31ba024bc26b82c10168ccd4bf70abecc9305aff83e7b3b056','badd','jupyterhub',NULL,'2019-05-17 09:30:15.250000',NULL,NULL,'of vera:users:shares!user=cyd','["users:shares!user=cyd"]');
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
INSERT INTO "users" VALUES(2,'vera',NULL,1,'2019-05-18 09:30:15.250000','2019-05-16 09:30:15.250000','55011338d98208b8ba79b09cc503bfcf',NULL,NULL);
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
